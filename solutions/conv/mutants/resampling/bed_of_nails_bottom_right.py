"""Puts each pixel at the bottom right of its block."""

LOSES = ("bed_of_nails",)


def bed_of_nails(x, factor):
    N, C, H, W = x.shape
    out = np.zeros((N, C, factor * H, factor * W))
    out[:, :, factor - 1 :: factor, factor - 1 :: factor] = x
    return out
