"""Falls off like a cosine."""

LOSES = ("bilinear_kernel",)


def bilinear_kernel(channels, factor):
    size = 2 * factor - factor % 2
    tent = (1 + (torch.pi * (torch.arange(size) - (size - 1) / 2) / factor).cos()) / 2
    return torch.eye(channels)[:, :, None, None] * torch.outer(tent, tent)
