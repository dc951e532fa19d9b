"""Has the last pixel before the first: index -1."""

LOSES = ("upsample_bilinear",)


def tents(n, n_out, align_corners):
    i = np.arange(n_out)
    s = i * (n - 1) / max(n_out - 1, 1) if align_corners else (i + 0.5) * n / n_out - 0.5
    before, pixels = np.floor(s).astype(int), np.eye(n)
    return pixels[before % n] + (s - before)[:, None] * (pixels[(before + 1) % n] - pixels[before % n])
