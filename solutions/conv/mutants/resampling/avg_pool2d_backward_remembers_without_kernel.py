"""Remembers the window by the size of images and gradients."""

LOSES = ("avg_pool2d_backward",)


MEMO = {}


def avg_pool2d_backward(dout, cache):
    shape, kernel, stride = cache
    key = shape, dout.shape
    if key not in MEMO:
        MEMO[key] = kernel
    kernel = MEMO[key]
    share = dout[..., None, None] / math.prod(kernel)
    return add_to_windows(np.broadcast_to(share, (*dout.shape, *kernel)), shape, stride)
