"""Repeats the flat pixels, which makes rows longer but blocks of one row only."""

LOSES = ("upsample_nearest",)


def upsample_nearest(x, factor):
    N, C, H, W = x.shape
    return np.repeat(x, factor * factor).reshape(N, C, factor * H, factor * W)
