"""Divides the caller's image by the area before it adds up."""

LOSES = ("avg_pool2d_forward",)


def avg_pool2d_forward(x, kernel, stride):
    x /= math.prod(kernel)
    return windows(x, kernel, stride).sum(axis=(4, 5)), (x.shape, kernel, stride)
