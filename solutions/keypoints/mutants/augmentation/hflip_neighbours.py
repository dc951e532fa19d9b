"""Takes neighbours for pairs."""

LOSES = ("hflip",)


def hflip(images, points, visible, pairs):
    order = torch.arange(points.shape[1]) ^ 1
    order = order.clamp(max=points.shape[1] - 1)
    x, y = points[:, order].unbind(-1)
    return images.flip(-1), torch.stack([images.shape[-1] - 1 - x, y], dim=-1), visible[:, order]
