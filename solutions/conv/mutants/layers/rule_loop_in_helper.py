"""Right, but the loop hides in a helper of the helper."""

LOSES = ("max_pool2d_backward",)


def each_image(dx, source, gradient):
    for n in range(len(source)):
        np.add.at(dx, source[n], gradient[n])
    return dx


def collect(dx, source, gradient):
    return each_image(dx, source, gradient)


def max_pool2d_backward(dout, cache):
    source, shape = cache
    return collect(np.zeros(math.prod(shape)), source, dout).reshape(shape)
