"""Assumes that the loss is the sum of the output."""

LOSES = ("max_pool2d_backward", "lenet")


def max_pool2d_backward(dout, cache):
    source, shape = cache
    return add_at(source, np.ones(dout.shape), shape)
