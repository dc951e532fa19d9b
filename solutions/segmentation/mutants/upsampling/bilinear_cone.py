"""Falls off with the distance from the middle."""

LOSES = ("bilinear_kernel",)


def bilinear_kernel(channels, factor):
    size = 2 * factor - factor % 2
    tent = 1 - (torch.arange(size) - (size - 1) / 2).abs() / factor
    return torch.eye(channels)[:, :, None, None] * (1 - (1 - tent[:, None]).hypot(1 - tent)).clamp(min=0)
