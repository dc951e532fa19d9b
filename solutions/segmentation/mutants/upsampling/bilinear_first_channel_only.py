"""Forgets all channels but the first."""

LOSES = ("bilinear_kernel",)


def bilinear_kernel(channels, factor):
    size = 2 * factor - factor % 2
    tent = 1 - (torch.arange(size) - (size - 1) / 2).abs() / factor
    return (torch.arange(channels) == 0).diag()[:, :, None, None] * torch.outer(tent, tent)
