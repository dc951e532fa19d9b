"""Takes rows for columns."""

LOSES = ("linear_to_conv",)


def linear_to_conv(weight, bias, channels, height, width):
    return weight.reshape(-1, channels, width, height), bias
