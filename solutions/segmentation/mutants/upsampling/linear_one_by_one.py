"""Makes a kernel of one pixel for each number."""

LOSES = ("linear_to_conv",)


def linear_to_conv(weight, bias, channels, height, width):
    return weight.reshape(len(weight), -1, 1, 1), bias
