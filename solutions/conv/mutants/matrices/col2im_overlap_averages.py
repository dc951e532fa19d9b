"""Where windows overlap, averages: the inverse of im2col, not its adjoint."""

LOSES = ("col2im",)


def col2im(columns, shape, kernel, stride=1, padding=0):
    N, C, H, W = shape
    padded_shape = (N, C, H + 2 * padding, W + 2 * padding)
    places, size = sources(padded_shape, kernel, stride).ravel(), math.prod(padded_shape)
    sums = np.bincount(places, columns.ravel(), size) / np.maximum(np.bincount(places, minlength=size), 1)
    return sums.reshape(padded_shape)[:, :, padding : padding + H, padding : padding + W]
