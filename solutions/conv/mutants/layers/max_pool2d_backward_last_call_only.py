"""Keeps the winners in a global: only the last forward pass can be sent back."""

LOSES = ("max_pool2d_backward", "lenet")


LATEST = {}


def max_pool2d_forward(x, kernel, stride):
    patches = windows(x, kernel, stride)
    flat = (*patches.shape[:4], -1)
    winner = patches.reshape(flat).argmax(axis=-1, keepdims=True)
    places = windows(positions(x.shape), kernel, stride).reshape(flat)
    cache = np.take_along_axis(places, winner, axis=-1)[..., 0], x.shape
    LATEST["source"] = cache[0]
    return patches.max(axis=(4, 5)), x.shape


def max_pool2d_backward(dout, cache):
    return add_at(LATEST["source"], dout, cache)
