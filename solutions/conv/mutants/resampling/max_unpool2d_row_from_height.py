"""Divides a position by the height to get its row."""

LOSES = ("max_unpool2d",)


def max_unpool2d(x, indices, size):
    planes = x.shape[:2]
    out = np.zeros((*planes, math.prod(size)))
    row, column = np.divmod(indices, size[0])
    row, column = row % size[0], column % size[1]
    np.put_along_axis(out, (row * size[1] + column).reshape(*planes, -1), x.reshape(*planes, -1), axis=2)
    return out.reshape(*planes, *size)
