"""Takes positions within a plane for positions within an image of all channels."""

LOSES = ("max_unpool2d",)


def max_unpool2d(x, indices, size):
    planes = x.shape[:2]
    out = np.zeros((*planes, math.prod(size)))
    image = np.arange(len(x)).reshape(-1, 1, 1, 1) * out[0].size
    np.put(out, image + indices, x)
    return out.reshape(*planes, *size)
