"""Computes the positions in float32."""

LOSES = ("upsample_bilinear",)


def sample_positions(n, n_out, align_corners):
    i = np.arange(n_out)
    s = (i * (n - 1) / max(n_out - 1, 1) if align_corners else (i + 0.5) * n / n_out - 0.5).astype(np.float32)
    return np.clip(s, 0, n - 1).astype(np.float64)
