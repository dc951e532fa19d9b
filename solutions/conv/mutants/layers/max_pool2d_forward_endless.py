"""Pooling never comes back."""

LOSES = ("max_pool2d_forward", "max_pool2d_backward", "lenet")


def max_pool2d_forward(x, kernel, stride):
    while True:
        pass
