"""Divides x by the height."""

LOSES = ("normalize",)


def normalize(points, size):
    H, W = size
    return (2 * points + 1) / points.new_tensor([H, W]) - 1
