"""Repeats the whole image instead of each pixel."""

LOSES = ("upsample_nearest",)


def upsample_nearest(x, factor):
    return np.tile(x, (1, 1, factor, factor))
