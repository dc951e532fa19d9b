"""Cannot do without pairs."""

LOSES = ("hflip",)


def hflip(images, points, visible, pairs):
    two = torch.stack([torch.tensor(pairs)[:, 0], torch.tensor(pairs)[:, 1]], dim=1)
    order = torch.arange(points.shape[1], device=points.device)
    order[two] = two.flip(1)
    x, y = points[:, order].unbind(-1)
    return images.flip(-1), torch.stack([images.shape[-1] - 1 - x, y], dim=-1), visible[:, order]
