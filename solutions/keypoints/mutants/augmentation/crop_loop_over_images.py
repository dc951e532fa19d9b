"""Right, with a loop over the images."""

LOSES = ("crop_resize",)


def crop_resize(images, points, visible, box, size):
    (top, left, height, width), (HO, WO) = box, size
    cut = images[:, :, top : top + height, left : left + width]
    resized = torch.cat([torch.nn.functional.interpolate(each[None], size=(HO, WO), mode="bilinear") for each in cut])
    scale = points.new_tensor([WO / width, HO / height])
    moved = (points - points.new_tensor([left, top]) + 0.5) * scale - 0.5
    return resized, moved, visible & _inside(moved, HO, WO)
