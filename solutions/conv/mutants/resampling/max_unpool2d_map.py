"""Right, but maps a function over the planes."""

LOSES = ("max_unpool2d",)


def max_unpool2d(x, indices, size):
    planes = x.shape[:2]
    out = np.zeros((*planes, math.prod(size)))

    def fill(plane, where, values):
        plane[where.ravel()] = values.ravel()

    flat = math.prod(planes)
    list(map(fill, out.reshape(flat, -1), indices.reshape(flat, -1), x.reshape(flat, -1)))
    return out.reshape(*planes, *size)
