"""Mirrors upside down."""

LOSES = ("hflip",)


def hflip(images, points, visible, pairs):
    two = torch.tensor([*pairs], dtype=torch.int64, device=points.device).reshape(-1, 2)
    order = torch.arange(points.shape[1], device=points.device)
    order[two] = two.flip(1)
    x, y = points[:, order].unbind(-1)
    return images.flip(-2), torch.stack([x, images.shape[-2] - 1 - y], dim=-1), visible[:, order]
