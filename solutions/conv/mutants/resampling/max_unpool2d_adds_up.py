"""Adds up the values of a position that is named again."""

LOSES = ("max_unpool2d",)


def max_unpool2d(x, indices, size):
    planes = x.shape[:2]
    plane = np.arange(math.prod(planes)).reshape(*planes, 1, 1) * math.prod(size)
    places = (plane + indices).ravel()
    sums = np.bincount(places, weights=x.ravel(), minlength=math.prod(planes) * math.prod(size))
    return sums.reshape(*planes, *size)
