"""Puts the maxima at the top left of evenly spaced blocks, wherever they were found."""

LOSES = ("max_unpool2d",)


def max_unpool2d(x, indices, size):
    out = np.zeros((*x.shape[:2], *size))
    HO, WO = size
    i, j = np.arange(x.shape[2]) * HO // x.shape[2], np.arange(x.shape[3]) * WO // x.shape[3]
    out[:, :, i[:, None], j] = x
    return out
