"""Takes pixels to begin at whole numbers."""

LOSES = ("normalize",)


def normalize(points, size):
    H, W = size
    return 2 * points / points.new_tensor([W, H]) - 1
