"""The backward pass asks for far more memory than there is."""

LOSES = ("conv2d_backward", "lenet")


def conv2d_backward(dout, cache):
    return np.ones(10**11), None, None
