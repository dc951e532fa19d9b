"""Resizes the image with align_corners=True."""

LOSES = ("resize_together",)


def resize_together(image, labels, size):
    (H, W), (HO, WO) = labels.shape, size
    rows, columns = (2 * torch.arange(HO) + 1) * H // (2 * HO), (2 * torch.arange(WO) + 1) * W // (2 * WO)
    resized = torch.nn.functional.interpolate(image[None], size=tuple(size), mode="bilinear", align_corners=True)[0]
    return resized, labels[rows[:, None], columns]
