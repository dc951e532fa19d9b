"""Right, but sends the gradient back image by image, in a recursion."""

LOSES = ("max_pool2d_backward",)


def send_back(source, gradient, dx, n):
    if n == len(source):
        return dx
    np.add.at(dx, source[n], gradient[n])
    return send_back(source, gradient, dx, n + 1)


def max_pool2d_backward(dout, cache):
    source, shape = cache
    return send_back(source, dout, np.zeros(math.prod(shape)), 0).reshape(shape)
