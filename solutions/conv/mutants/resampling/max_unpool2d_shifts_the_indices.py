"""Adds the start of each plane to the caller's indices."""

LOSES = ("max_unpool2d",)


def max_unpool2d(x, indices, size):
    N, C = x.shape[:2]
    indices += np.arange(N * C).reshape(N, C, 1, 1) * math.prod(size)
    out = np.zeros((N, C, *size))
    np.put(out, indices, x)
    return out
