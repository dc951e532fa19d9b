"""Goes down to 0 at its ends."""

LOSES = ("bilinear_kernel",)


def bilinear_kernel(channels, factor):
    size = 2 * factor - factor % 2
    tent = 1 - torch.linspace(-1, 1, size).abs() if size > 1 else torch.ones(1)
    return torch.eye(channels)[:, :, None, None] * torch.outer(tent, tent)
