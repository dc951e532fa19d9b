"""Gives the array that it was given another shape."""

LOSES = ("linear_as_conv",)


def linear_as_conv(w, shape):
    C, H, W = shape
    w.shape = (len(w), C, H, W)
    return w
