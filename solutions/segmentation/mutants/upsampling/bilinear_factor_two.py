"""Is made for twice the size, whatever the factor."""

LOSES = ("bilinear_kernel",)


def bilinear_kernel(channels, factor):
    size = 2 * factor - factor % 2
    tent = (1 - (torch.arange(size) - (size - 1) / 2).abs() / 2).clamp(min=0)
    return torch.eye(channels)[:, :, None, None] * torch.outer(tent, tent)
