"""Where the window is the whole padded image, crops the wrong corner."""

LOSES = ("col2im",)


def col2im(columns, shape, kernel, stride=1, padding=0):
    N, C, H, W = shape
    padded_shape = (N, C, H + 2 * padding, W + 2 * padding)
    if kernel == padded_shape[2:]:
        return columns.reshape(N, C, *kernel)[:, :, :H, :W]
    places = sources(padded_shape, kernel, stride)
    sums = np.bincount(places.ravel(), columns.ravel(), math.prod(padded_shape))
    return sums.reshape(padded_shape)[:, :, padding : padding + H, padding : padding + W]
