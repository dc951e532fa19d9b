"""Moves points that are outside into the image."""

LOSES = ("denormalize",)


def denormalize(points, size):
    H, W = size
    return ((points.clamp(-1, 1) + 1) * points.new_tensor([W, H]) - 1) / 2
