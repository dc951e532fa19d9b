"""Has its middle half a pixel too far down and to the right."""

LOSES = ("bilinear_kernel",)


def bilinear_kernel(channels, factor):
    size = 2 * factor - factor % 2
    tent = (1 - (torch.arange(size) - size / 2).abs() / factor).clamp(min=0)
    return torch.eye(channels)[:, :, None, None] * torch.outer(tent, tent)
