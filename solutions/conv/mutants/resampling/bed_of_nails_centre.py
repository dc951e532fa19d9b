"""Puts each pixel at the centre of its block."""

LOSES = ("bed_of_nails",)


def bed_of_nails(x, factor):
    N, C, H, W = x.shape
    out = np.zeros((N, C, factor * H, factor * W))
    out[:, :, factor // 2 :: factor, factor // 2 :: factor] = x
    return out
