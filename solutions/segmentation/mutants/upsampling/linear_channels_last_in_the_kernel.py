"""Returns a kernel with the channels last."""

LOSES = ("linear_to_conv",)


def linear_to_conv(weight, bias, channels, height, width):
    return weight.reshape(-1, channels, height, width).permute(0, 2, 3, 1), bias
