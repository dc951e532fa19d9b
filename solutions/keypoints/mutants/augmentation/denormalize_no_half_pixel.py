"""Does not take the half pixel off."""

LOSES = ("denormalize",)


def denormalize(points, size):
    H, W = size
    return (points + 1) * points.new_tensor([W, H]) / 2
