"""Mixes pixels in from beside the box."""

LOSES = ("crop_resize",)


def crop_resize(images, points, visible, box, size):
    (top, left, height, width), (HO, WO) = box, size
    H, W = images.shape[2:]
    y = (torch.arange(HO, dtype=images.dtype) + 0.5) * height / HO + top
    x = (torch.arange(WO, dtype=images.dtype) + 0.5) * width / WO + left
    rows, columns = torch.meshgrid(2 * y / H - 1, 2 * x / W - 1, indexing="ij")
    grid = torch.stack([columns, rows], dim=-1).expand(len(images), HO, WO, 2)
    resized = torch.nn.functional.grid_sample(images, grid, padding_mode="border", align_corners=False)
    moved = (points - points.new_tensor([left, top]) + 0.5) * points.new_tensor([WO / width, HO / height]) - 0.5
    return resized, moved, visible & _inside(moved, HO, WO)
