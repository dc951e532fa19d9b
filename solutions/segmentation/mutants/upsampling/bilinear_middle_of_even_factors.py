"""Has the middle of even factors for all."""

LOSES = ("bilinear_kernel",)


def bilinear_kernel(channels, factor):
    size = 2 * factor - factor % 2
    tent = (1 - (torch.arange(size) - (factor - 0.5)).abs() / factor).clamp(min=0)
    return torch.eye(channels)[:, :, None, None] * torch.outer(tent, tent)
