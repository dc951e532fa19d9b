"""Is a bell, not a tent."""

LOSES = ("bilinear_kernel",)


def bilinear_kernel(channels, factor):
    size = 2 * factor - factor % 2
    tent = (-(((torch.arange(size) - (size - 1) / 2) / factor) ** 2) * 2).exp()
    return torch.eye(channels)[:, :, None, None] * torch.outer(tent, tent)
