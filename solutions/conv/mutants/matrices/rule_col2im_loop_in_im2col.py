"""Right, but col2im asks an im2col with a loop where the pixels came from."""

LOSES = ("col2im", "im2col")


def im2col(x, kernel, stride=1, padding=0):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    return np.stack([image.reshape(-1)[sources((1, *image.shape), kernel, stride)[0]] for image in padded])


def col2im(columns, shape, kernel, stride=1, padding=0):
    numbers = 1.0 + np.arange(math.prod(shape)).reshape(shape)
    places = im2col(numbers, kernel, stride, padding).astype(int)
    return np.bincount(places.ravel(), columns.ravel(), math.prod(shape) + 1)[1:].reshape(shape)
