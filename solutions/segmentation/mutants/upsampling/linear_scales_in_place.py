"""Right, but doubles the caller's weight and halves the copy."""

LOSES = ("linear_to_conv",)


def linear_to_conv(weight, bias, channels, height, width):
    weight *= 2
    return weight.reshape(-1, channels, height, width) / 2, bias
