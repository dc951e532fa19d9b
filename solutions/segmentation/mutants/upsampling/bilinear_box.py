"""Repeats each pixel: the nearest one."""

LOSES = ("bilinear_kernel",)


def bilinear_kernel(channels, factor):
    size = 2 * factor - factor % 2
    tent = ((torch.arange(size) - (size - 1) / 2).abs() < factor / 2).float()
    return torch.eye(channels)[:, :, None, None] * torch.outer(tent, tent)
