"""Takes the size for (columns, rows)."""

LOSES = ("upsample_bilinear",)


def upsample_bilinear(x, size, align_corners):
    (H, W), (WO, HO) = x.shape[2:], size
    return tents(H, HO, align_corners) @ x @ tents(W, WO, align_corners).T
