"""Moves points, and does not scale them."""

LOSES = ("crop_resize",)


def crop_resize(images, points, visible, box, size):
    (top, left, height, width), (HO, WO) = box, size
    cut = images[:, :, top : top + height, left : left + width]
    resized = torch.nn.functional.interpolate(cut, size=(HO, WO), mode="bilinear", align_corners=False)
    moved = points - points.new_tensor([left, top])
    return resized, moved, visible & _inside(moved, HO, WO)
