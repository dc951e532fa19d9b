"""Adds up the gradients of every backward pass."""

LOSES = ("avg_pool2d_backward",)


def avg_pool2d_forward(x, kernel, stride):
    return windows(x, kernel, stride).mean(axis=(4, 5)), (np.zeros(x.shape), kernel, stride)


def avg_pool2d_backward(dout, cache):
    dx, kernel, stride = cache
    share = dout[..., None, None] / math.prod(kernel)
    dx += add_to_windows(np.broadcast_to(share, (*dout.shape, *kernel)), dx.shape, stride)
    return dx
