"""Always doubles the size."""

LOSES = ("upsample_nearest",)


def upsample_nearest(x, factor):
    return x.repeat(2, axis=2).repeat(2, axis=3)
