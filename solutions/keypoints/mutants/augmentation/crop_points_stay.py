"""Leaves the points where they are."""

LOSES = ("crop_resize",)


def crop_resize(images, points, visible, box, size):
    (top, left, height, width), (HO, WO) = box, size
    cut = images[:, :, top : top + height, left : left + width]
    resized = torch.nn.functional.interpolate(cut, size=(HO, WO), mode="bilinear", align_corners=False)
    moved = points
    return resized, moved, visible & _inside(moved, HO, WO)
