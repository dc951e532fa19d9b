"""Leaves out the zeros after the last row and column."""

LOSES = ("bed_of_nails",)


def bed_of_nails(x, factor):
    N, C, H, W = x.shape
    out = np.zeros((N, C, factor * (H - 1) + 1, factor * (W - 1) + 1))
    out[:, :, ::factor, ::factor] = x
    return out
