"""Puts a single sample on the first pixel, although corners are not aligned."""

LOSES = ("upsample_bilinear",)


def sample_positions(n, n_out, align_corners):
    i = np.arange(n_out)
    s = i * (n - 1) / max(n_out - 1, 1) if align_corners or n_out == 1 else (i + 0.5) * n / n_out - 0.5
    return np.clip(s, 0, n - 1)
