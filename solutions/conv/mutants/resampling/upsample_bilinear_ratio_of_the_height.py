"""Takes the ratio of the heights for the widths too."""

LOSES = ("upsample_bilinear",)


def upsample_bilinear(x, size, align_corners):
    (H, W), (HO, WO) = x.shape[2:], size
    i = np.arange(WO)
    s = i * (H - 1) / max(HO - 1, 1) if align_corners else (i + 0.5) * H / HO - 0.5
    across = np.maximum(0.0, 1.0 - abs(np.clip(s, 0, W - 1)[:, None] - np.arange(W)))
    return tents(H, HO, align_corners) @ x @ across.T
