"""Scales points, and does not move them."""

LOSES = ("crop_resize",)


def crop_resize(images, points, visible, box, size):
    (top, left, height, width), (HO, WO) = box, size
    cut = images[:, :, top : top + height, left : left + width]
    resized = torch.nn.functional.interpolate(cut, size=(HO, WO), mode="bilinear", align_corners=False)
    scale = points.new_tensor([WO / width, HO / height])
    moved = (points + 0.5) * scale - 0.5
    return resized, moved, visible & _inside(moved, HO, WO)
