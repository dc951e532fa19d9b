"""Resizes the image by the nearest pixel, too."""

LOSES = ("resize_together",)


def resize_together(image, labels, size):
    (H, W), (HO, WO) = labels.shape, size
    rows, columns = (2 * torch.arange(HO) + 1) * H // (2 * HO), (2 * torch.arange(WO) + 1) * W // (2 * WO)
    resized = image[:, rows[:, None], columns]
    return resized, labels[rows[:, None], columns]
