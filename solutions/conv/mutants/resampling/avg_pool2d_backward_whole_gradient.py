"""Gives each pixel of a window the whole gradient instead of its share."""

LOSES = ("avg_pool2d_backward",)


def avg_pool2d_backward(dout, cache):
    shape, kernel, stride = cache
    share = dout[..., None, None]
    return add_to_windows(np.broadcast_to(share, (*dout.shape, *kernel)), shape, stride)
