"""Divides dout in place: the caller's gradient shrinks."""

LOSES = ("avg_pool2d_backward",)


def avg_pool2d_backward(dout, cache):
    shape, kernel, stride = cache
    dout /= math.prod(kernel)
    share = dout[..., None, None]
    return add_to_windows(np.broadcast_to(share, (*dout.shape, *kernel)), shape, stride)
