"""Gives the caller's image two more axes, which stay."""

LOSES = ("bed_of_nails",)


def bed_of_nails(x, factor):
    N, C, H, W = x.shape
    x.shape = (N, C, H, 1, W, 1)
    rest = ((0, 0), (0, 0), (0, 0), (0, factor - 1), (0, 0), (0, factor - 1))
    return np.pad(x, rest).reshape(N, C, factor * H, factor * W)
