"""Takes s = i * H / HO where corners are not aligned."""

LOSES = ("upsample_bilinear",)


def sample_positions(n, n_out, align_corners):
    i = np.arange(n_out)
    s = i * (n - 1) / max(n_out - 1, 1) if align_corners else i * n / n_out
    return np.clip(s, 0, n - 1)
