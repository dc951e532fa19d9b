"""Returns the winners' indices as a third value."""

LOSES = ("max_pool2d_forward", "max_pool2d_backward", "lenet")


def max_pool2d_forward(x, kernel, stride):
    patches = windows(x, kernel, stride)
    flat = (*patches.shape[:4], -1)
    winner = patches.reshape(flat).argmax(axis=-1, keepdims=True)
    places = windows(positions(x.shape), kernel, stride).reshape(flat)
    cache = np.take_along_axis(places, winner, axis=-1)[..., 0], x.shape
    out = patches.max(axis=(4, 5))
    return out, cache[0], cache
