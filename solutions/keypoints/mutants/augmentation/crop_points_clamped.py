"""Moves points that are outside into the box."""

LOSES = ("crop_resize",)


def crop_resize(images, points, visible, box, size):
    (top, left, height, width), (HO, WO) = box, size
    cut = images[:, :, top : top + height, left : left + width]
    resized = torch.nn.functional.interpolate(cut, size=(HO, WO), mode="bilinear", align_corners=False)
    scale = points.new_tensor([WO / width, HO / height])
    moved = (points - points.new_tensor([left, top]) + 0.5) * scale - 0.5
    clamped = moved.clamp(min=-0.5).minimum(moved.new_tensor([WO - 0.5, HO - 0.5]))
    return resized, clamped, visible & _inside(moved, HO, WO)
