"""Only the first pair changes places."""

LOSES = ("hflip",)


def hflip(images, points, visible, pairs):
    two = torch.tensor([*pairs][:1], dtype=torch.int64, device=points.device).reshape(-1, 2)
    order = torch.arange(points.shape[1], device=points.device)
    order[two] = two.flip(1)
    x, y = points[:, order].unbind(-1)
    return images.flip(-1), torch.stack([images.shape[-1] - 1 - x, y], dim=-1), visible[:, order]
