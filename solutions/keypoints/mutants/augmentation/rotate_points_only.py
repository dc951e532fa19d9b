"""Turns the points only."""

LOSES = ("rotate",)


def rotate(images, points, visible, degrees):
    H, W = images.shape[2:]
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    middle = points.new_tensor([(W - 1) / 2, (H - 1) / 2])
    turned = (points - middle) @ points.new_tensor([[cos, -sin], [sin, cos]]) + middle
    rotated = images
    return rotated, turned, visible & _inside(turned, H, W)
