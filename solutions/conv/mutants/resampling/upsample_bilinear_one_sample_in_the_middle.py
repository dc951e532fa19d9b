"""Puts a single sample in the middle, although corners are aligned."""

LOSES = ("upsample_bilinear",)


def sample_positions(n, n_out, align_corners):
    i = np.arange(n_out)
    if align_corners and n_out == 1:
        return np.array([(n - 1) / 2])
    s = i * (n - 1) / max(n_out - 1, 1) if align_corners else (i + 0.5) * n / n_out - 0.5
    return np.clip(s, 0, n - 1)
