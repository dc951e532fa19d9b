"""Adds up the gradients of every backward pass."""

LOSES = ("max_pool2d_backward", "lenet")


def max_pool2d_forward(x, kernel, stride):
    patches = windows(x, kernel, stride)
    flat = (*patches.shape[:4], -1)
    winner = patches.reshape(flat).argmax(axis=-1, keepdims=True)
    places = windows(positions(x.shape), kernel, stride).reshape(flat)
    cache = np.take_along_axis(places, winner, axis=-1)[..., 0], x.shape
    return patches.max(axis=(4, 5)), (cache[0], np.zeros(x.shape))


def max_pool2d_backward(dout, cache):
    source, dx = cache
    dx += add_at(source, dout, dx.shape)
    return dx
