"""Returns the output without a cache."""

LOSES = ("max_pool2d_forward", "max_pool2d_backward", "lenet")


def max_pool2d_forward(x, kernel, stride):
    return windows(x, kernel, stride).max(axis=(4, 5))
