"""Repeats channels and rows."""

LOSES = ("upsample_nearest",)


def upsample_nearest(x, factor):
    return x.repeat(factor, axis=1).repeat(factor, axis=2)
