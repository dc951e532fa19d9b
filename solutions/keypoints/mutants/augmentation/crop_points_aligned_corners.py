"""Puts centres of outer pixels on such centres, for the points."""

LOSES = ("crop_resize",)


def crop_resize(images, points, visible, box, size):
    (top, left, height, width), (HO, WO) = box, size
    cut = images[:, :, top : top + height, left : left + width]
    resized = torch.nn.functional.interpolate(cut, size=(HO, WO), mode="bilinear", align_corners=False)
    scale = points.new_tensor([WO / width, HO / height])
    scale = points.new_tensor([max(WO - 1, 1) / max(width - 1, 1), max(HO - 1, 1) / max(height - 1, 1)])
    moved = (points - points.new_tensor([left, top])) * scale
    return resized, moved, visible & _inside(moved, HO, WO)
