"""Divides 0 by 0 where a single sample is asked for."""

LOSES = ("upsample_bilinear",)


def sample_positions(n, n_out, align_corners):
    i = np.arange(n_out)
    s = i * (n - 1) / np.float64(n_out - 1) if align_corners else (i + 0.5) * n / n_out - 0.5
    return np.clip(s, 0, n - 1)
