"""Goes on in a straight line beyond the centres of the outer pixels."""

LOSES = ("resize_together",)


def resize_together(image, labels, size):
    (H, W), (HO, WO) = labels.shape, size
    s, t = (torch.arange(HO) + 0.5) * H / HO - 0.5, (torch.arange(WO) + 0.5) * W / WO - 0.5
    i, j = s.floor().long().clamp(0, max(H - 2, 0)), t.floor().long().clamp(0, max(W - 2, 0))
    down, across = (s - i).to(image.dtype)[:, None], (t - j).to(image.dtype)
    rows = image[:, i] * (1 - down) + image[:, (i + 1).clamp(max=H - 1)] * down
    resized = rows[:, :, j] * (1 - across) + rows[:, :, (j + 1).clamp(max=W - 1)] * across
    return resized, labels[(s + 0.5).long()[:, None], (t + 0.5).long()]
