"""Images only as large as the windows reach."""

LOSES = ("col2im",)


def col2im(columns, shape, kernel, stride=1, padding=0):
    N, C, H, W = shape
    padded_shape = (N, C, H + 2 * padding, W + 2 * padding)
    places = sources(padded_shape, kernel, stride)
    sums = np.bincount(places.ravel(), columns.ravel(), math.prod(padded_shape)).reshape(padded_shape)
    bottom = (H + 2 * padding - kernel[0]) // stride * stride + kernel[0]
    right = (W + 2 * padding - kernel[1]) // stride * stride + kernel[1]
    return sums[:, :, padding : min(bottom, padding + H), padding : min(right, padding + W)]
