"""Adds the windows of all images up in the first one."""

LOSES = ("col2im",)


def col2im(columns, shape, kernel, stride=1, padding=0):
    _, C, H, W = shape
    padded_shape = (1, C, H + 2 * padding, W + 2 * padding)
    places = sources(padded_shape, kernel, stride)
    sums = np.bincount(places.ravel(), columns.sum(axis=0).ravel(), math.prod(padded_shape)).reshape(padded_shape)
    images = np.zeros(shape)
    images[0] = sums[0, :, padding : padding + H, padding : padding + W]
    return images
