"""Divides by the square of the stride, which is the window's area only where windows tile."""

LOSES = ("avg_pool2d_forward",)


def avg_pool2d_forward(x, kernel, stride):
    return windows(x, kernel, stride).sum(axis=(4, 5)) / stride**2, (x.shape, kernel, stride)
