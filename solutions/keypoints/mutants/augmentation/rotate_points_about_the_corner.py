"""Turns the points about the pixel at the top left."""

LOSES = ("rotate",)


def rotate(images, points, visible, degrees):
    H, W = images.shape[2:]
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    middle = points.new_tensor([0, 0])
    turned = (points - middle) @ points.new_tensor([[cos, -sin], [sin, cos]]) + middle
    dx = torch.arange(W, device=images.device, dtype=images.dtype) - (W - 1) / 2
    dy = torch.arange(H, device=images.device, dtype=images.dtype)[:, None] - (H - 1) / 2
    sources = torch.stack([(cos * dx - sin * dy) * 2 / W, (sin * dx + cos * dy) * 2 / H], dim=-1)
    grid = sources.expand(len(images), H, W, 2)
    rotated = torch.nn.functional.grid_sample(images, grid, align_corners=False)
    return rotated, turned, visible & _inside(turned, H, W)
