"""Right, but walks over the rows in a for loop."""

LOSES = ("bed_of_nails",)


def bed_of_nails(x, factor):
    N, C, H, W = x.shape
    out = np.zeros((N, C, factor * H, factor * W))
    for i in range(H):
        out[:, :, factor * i, ::factor] = x[:, :, i]
    return out
