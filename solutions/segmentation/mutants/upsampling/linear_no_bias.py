"""Returns zeros for the bias."""

LOSES = ("linear_to_conv",)


def linear_to_conv(weight, bias, channels, height, width):
    return weight.reshape(-1, channels, height, width), torch.zeros_like(bias)
