"""Right, but a loop in disguise: np.vectorize over the rows of the images."""

LOSES = ("upsample_bilinear",)


def upsample_bilinear(x, size, align_corners):
    (H, W), (HO, WO) = x.shape[2:], size
    positions, pixels = sample_positions(W, WO, align_corners), np.arange(W)
    row = np.vectorize(lambda values: np.interp(positions, pixels, values), signature="(w)->(v)")
    return tents(H, HO, align_corners) @ row(x)
