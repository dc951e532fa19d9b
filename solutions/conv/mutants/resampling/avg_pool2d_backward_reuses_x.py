"""Keeps x in the cache and writes dx into it: the caller's images are gone."""

LOSES = ("avg_pool2d_backward",)


def avg_pool2d_forward(x, kernel, stride):
    return windows(x, kernel, stride).mean(axis=(4, 5)), (x, kernel, stride)


def avg_pool2d_backward(dout, cache):
    dx, kernel, stride = cache
    share = dout[..., None, None] / math.prod(kernel)
    dx[:] = add_to_windows(np.broadcast_to(share, (*dout.shape, *kernel)), dx.shape, stride)
    return dx
