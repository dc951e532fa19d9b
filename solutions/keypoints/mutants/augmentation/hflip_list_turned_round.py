"""Turns the list of points round."""

LOSES = ("hflip",)


def hflip(images, points, visible, pairs):
    x, y = points.flip(1).unbind(-1)
    return images.flip(-1), torch.stack([images.shape[-1] - 1 - x, y], dim=-1), visible.flip(1)
