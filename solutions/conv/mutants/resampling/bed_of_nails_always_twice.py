"""Always doubles the size."""

LOSES = ("bed_of_nails",)


def bed_of_nails(x, factor):
    N, C, H, W = x.shape
    out = np.zeros((N, C, 2 * H, 2 * W))
    out[:, :, ::2, ::2] = x
    return out
