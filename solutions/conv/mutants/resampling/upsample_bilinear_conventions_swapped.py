"""Does with align_corners what belongs without, and the other way round."""

LOSES = ("upsample_bilinear",)


def sample_positions(n, n_out, align_corners):
    i = np.arange(n_out)
    s = (i + 0.5) * n / n_out - 0.5 if align_corners else i * (n - 1) / max(n_out - 1, 1)
    return np.clip(s, 0, n - 1)
