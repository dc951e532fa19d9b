"""Repeats the kernel of the first channel."""

LOSES = ("linear_to_conv",)


def linear_to_conv(weight, bias, channels, height, width):
    return weight.reshape(-1, channels, height, width)[:, :1].expand(-1, channels, -1, -1), bias
