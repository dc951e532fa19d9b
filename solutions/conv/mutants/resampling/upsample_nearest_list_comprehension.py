"""Right, but repeats the rows in a list comprehension."""

LOSES = ("upsample_nearest",)


def upsample_nearest(x, factor):
    wide = x.repeat(factor, axis=3)
    return np.stack([wide[:, :, i // factor] for i in range(factor * x.shape[2])], axis=2)
