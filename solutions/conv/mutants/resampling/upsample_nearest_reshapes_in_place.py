"""Gives the caller's image two more axes, which stay."""

LOSES = ("upsample_nearest",)


def upsample_nearest(x, factor):
    N, C, H, W = x.shape
    x.shape = (N, C, H, 1, W, 1)
    return np.tile(x, (1, 1, 1, factor, 1, factor)).reshape(N, C, factor * H, factor * W)
