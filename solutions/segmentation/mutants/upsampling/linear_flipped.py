"""Turns the kernel by 180 degrees, as for a convolution in mathematics."""

LOSES = ("linear_to_conv",)


def linear_to_conv(weight, bias, channels, height, width):
    return weight.reshape(-1, channels, height, width).flip(2, 3), bias
