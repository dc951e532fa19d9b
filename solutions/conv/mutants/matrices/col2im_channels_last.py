"""Expects pixel by pixel, each with all its channels."""

LOSES = ("col2im",)


def col2im(columns, shape, kernel, stride=1, padding=0):
    N, C, H, W = shape
    L = columns.shape[2]
    columns = columns.reshape(N, -1, C, L).swapaxes(1, 2)
    padded_shape = (N, C, H + 2 * padding, W + 2 * padding)
    places = sources(padded_shape, kernel, stride)
    sums = np.bincount(places.ravel(), columns.ravel(), math.prod(padded_shape))
    return sums.reshape(padded_shape)[:, :, padding : padding + H, padding : padding + W]
