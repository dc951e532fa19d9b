"""Relu lets every gradient through."""

LOSES = ("lenet",)


def block_backward(dpooled, cache):
    from layers import conv2d_backward, max_pool2d_backward

    _, conv, pool = cache
    return conv2d_backward(max_pool2d_backward(dpooled, pool), conv)
