"""Adds all channels up."""

LOSES = ("bilinear_kernel",)


def bilinear_kernel(channels, factor):
    size = 2 * factor - factor % 2
    tent = 1 - (torch.arange(size) - (size - 1) / 2).abs() / factor
    return torch.outer(tent, tent).expand(channels, channels, -1, -1).clone()
