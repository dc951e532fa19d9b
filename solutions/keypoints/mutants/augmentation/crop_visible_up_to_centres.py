"""Takes the box to end at the centres of its outer pixels."""

LOSES = ("crop_resize",)


def crop_resize(images, points, visible, box, size):
    (top, left, height, width), (HO, WO) = box, size
    cut = images[:, :, top : top + height, left : left + width]
    resized = torch.nn.functional.interpolate(cut, size=(HO, WO), mode="bilinear", align_corners=False)
    scale = points.new_tensor([WO / width, HO / height])
    moved = (points - points.new_tensor([left, top]) + 0.5) * scale - 0.5
    first = points.new_tensor([left, top])
    last = first + points.new_tensor([width - 1, height - 1])
    return resized, moved, visible & ((points >= first) & (points <= last)).all(dim=-1)
