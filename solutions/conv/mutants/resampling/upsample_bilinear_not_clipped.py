"""Lets samples lie outside of the image, where they fade to 0."""

LOSES = ("upsample_bilinear",)


def sample_positions(n, n_out, align_corners):
    i = np.arange(n_out)
    return i * (n - 1) / max(n_out - 1, 1) if align_corners else (i + 0.5) * n / n_out - 0.5
