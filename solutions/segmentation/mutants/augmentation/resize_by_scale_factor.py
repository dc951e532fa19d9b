"""Says how many times as large, and 49 * (1 / 49) is less than 1."""

LOSES = ("resize_together",)


def resize_together(image, labels, size):
    (H, W), (HO, WO) = labels.shape, size
    rows = (2 * torch.arange(HO) + 1) * H // (2 * HO)
    columns = (2 * torch.arange(WO) + 1) * W // (2 * WO)
    factors = HO / H, WO / W
    resized = torch.nn.functional.interpolate(image[None], scale_factor=factors, mode="bilinear", align_corners=False)
    return resized[0], labels[rows[:, None], columns]
