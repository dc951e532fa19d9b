"""Averages over the pixels between the samples when the image gets smaller."""

LOSES = ("upsample_bilinear",)


def tents(n, n_out, align_corners):
    reach = max(n / n_out, 1.0)
    distance = sample_positions(n, n_out, align_corners)[:, None] - np.arange(n)
    weights = np.maximum(0.0, reach - abs(distance))
    return weights / weights.sum(axis=1, keepdims=True)
