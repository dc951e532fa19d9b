"""Takes -1 and 1 for the centres of the outer pixels."""

LOSES = ("denormalize",)


def denormalize(points, size):
    H, W = size
    return (points + 1) * points.new_tensor([W - 1, H - 1]) / 2
