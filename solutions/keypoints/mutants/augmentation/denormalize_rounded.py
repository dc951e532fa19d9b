"""Rounds to whole pixels."""

LOSES = ("denormalize",)


def denormalize(points, size):
    H, W = size
    return (((points + 1) * points.new_tensor([W, H]) - 1) / 2).round()
