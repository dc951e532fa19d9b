"""Keeps the larger of each value and the 0 that stands there: negative maxima vanish."""

LOSES = ("max_unpool2d",)


def max_unpool2d(x, indices, size):
    planes = x.shape[:2]
    out = np.zeros((*planes, math.prod(size)))
    np.put_along_axis(out, indices.reshape(*planes, -1), x.reshape(*planes, -1), axis=2)
    return np.maximum(out, 0.0).reshape(*planes, *size)
