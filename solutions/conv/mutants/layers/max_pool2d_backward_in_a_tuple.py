"""Returns dx in a tuple."""

LOSES = ("max_pool2d_backward", "lenet")


def max_pool2d_backward(dout, cache):
    source, shape = cache
    return (add_at(source, dout, shape),)
