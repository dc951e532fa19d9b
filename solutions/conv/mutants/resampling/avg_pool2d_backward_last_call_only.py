"""Keeps the sizes in a global: only the last forward pass can be sent back."""

LOSES = ("avg_pool2d_backward",)


LATEST = {}


def avg_pool2d_forward(x, kernel, stride):
    LATEST["call"] = x.shape, kernel, stride
    return windows(x, kernel, stride).mean(axis=(4, 5)), None


def avg_pool2d_backward(dout, cache):
    shape, kernel, stride = LATEST["call"]
    share = dout[..., None, None] / math.prod(kernel)
    return add_to_windows(np.broadcast_to(share, (*dout.shape, *kernel)), shape, stride)
