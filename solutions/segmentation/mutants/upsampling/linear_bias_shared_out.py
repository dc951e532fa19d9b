"""Shares the bias out over the pixels."""

LOSES = ("linear_to_conv",)


def linear_to_conv(weight, bias, channels, height, width):
    return weight.reshape(-1, channels, height, width), bias / (height * width)
