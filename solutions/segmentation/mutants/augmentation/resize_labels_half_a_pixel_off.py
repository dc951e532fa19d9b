"""Resizes labels with mode="nearest", up to half a pixel beside the image."""

LOSES = ("resize_together",)


def resize_together(image, labels, size):
    (H, W), (HO, WO) = labels.shape, size
    rows, columns = torch.arange(HO) * H // HO, torch.arange(WO) * W // WO
    resized = torch.nn.functional.interpolate(image[None], size=tuple(size), mode="bilinear", align_corners=False)[0]
    return resized, labels[rows[:, None], columns]
