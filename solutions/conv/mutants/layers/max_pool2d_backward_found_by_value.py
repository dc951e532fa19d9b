"""Looks for the first pixel of that value anywhere in the batch."""

LOSES = ("max_pool2d_backward",)


def max_pool2d_forward(x, kernel, stride):
    patches = windows(x, kernel, stride)
    out = patches.max(axis=(4, 5))
    return out, (out, x)


def max_pool2d_backward(dout, cache):
    out, x = cache
    values, first = np.unique(x, return_index=True)
    return add_at(first[np.searchsorted(values, out)], dout, x.shape)
