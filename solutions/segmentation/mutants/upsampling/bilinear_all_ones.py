"""Is 1 everywhere."""

LOSES = ("bilinear_kernel",)


def bilinear_kernel(channels, factor):
    size = 2 * factor - factor % 2
    tent = torch.ones(size)
    return torch.eye(channels)[:, :, None, None] * torch.outer(tent, tent)
