"""Right, but adds up the products by Python's own sum, which takes one pixel of the window after the other."""

LOSES = ("conv2d_forward",)


def conv2d_forward(x, w, b, stride=1, padding=0):
    patches = windows(pad2d(x, padding), w.shape[2:], stride)
    pixels = patches.transpose(1, 4, 5, 0, 2, 3).reshape(-1, len(x), 1, *patches.shape[2:4])
    weights = w.transpose(1, 2, 3, 0).reshape(-1, 1, len(w), 1, 1)
    out = sum(pixels * weights) + b[:, None, None]
    return out, (x.shape, w, patches, stride, padding)
