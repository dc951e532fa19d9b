"""Gives numbers from 0 to 1."""

LOSES = ("normalize",)


def normalize(points, size):
    H, W = size
    return (points + 0.5) / points.new_tensor([W, H])
