"""Turns the caller's rows into differences to interpolate with."""

LOSES = ("upsample_bilinear",)


def upsample_bilinear(x, size, align_corners):
    (H, W), (HO, WO) = x.shape[2:], size
    out = tents(H, HO, align_corners) @ x @ tents(W, WO, align_corners).T
    x[:, :, 1:] -= x[:, :, :-1].copy()
    return out
