"""Moves points that are outside into the image."""

LOSES = ("normalize",)


def normalize(points, size):
    H, W = size
    return ((2 * points + 1) / points.new_tensor([W, H]) - 1).clamp(-1, 1)
