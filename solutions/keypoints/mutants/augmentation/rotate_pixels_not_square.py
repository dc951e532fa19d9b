"""Turns in normalized numbers, in which pixels are not square."""

LOSES = ("rotate",)


def rotate(images, points, visible, degrees):
    H, W = images.shape[2:]
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    middle = points.new_tensor([(W - 1) / 2, (H - 1) / 2])
    turned = (points - middle) @ points.new_tensor([[cos, -sin], [sin, cos]]) + middle
    turn = images.new_tensor([[cos, -sin, 0], [sin, cos, 0]]).expand(len(images), 2, 3)
    grid = torch.nn.functional.affine_grid(turn, list(images.shape), align_corners=False)
    return torch.nn.functional.grid_sample(images, grid, align_corners=False), turned, visible & _inside(turned, H, W)
