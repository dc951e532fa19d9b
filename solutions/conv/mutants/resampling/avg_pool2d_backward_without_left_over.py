"""Returns only the pixels that a window saw."""

LOSES = ("avg_pool2d_backward",)


def avg_pool2d_backward(dout, cache):
    shape, kernel, stride = cache
    share = dout[..., None, None] / math.prod(kernel)
    dx = add_to_windows(np.broadcast_to(share, (*dout.shape, *kernel)), shape, stride)
    H, W = (dout.shape[2] - 1) * stride + kernel[0], (dout.shape[3] - 1) * stride + kernel[1]
    return dx[:, :, :H, :W]
