"""Divides both by the width."""

LOSES = ("normalize",)


def normalize(points, size):
    _H, W = size
    return (2 * points + 1) / points.new_tensor([W, W]) - 1
