"""Takes the largest pixel over all channels."""

LOSES = ("max_pool2d_forward", "lenet")


def max_pool2d_forward(x, kernel, stride):
    patches = windows(x, kernel, stride)
    flat = (*patches.shape[:4], -1)
    winner = patches.reshape(flat).argmax(axis=-1, keepdims=True)
    places = windows(positions(x.shape), kernel, stride).reshape(flat)
    cache = np.take_along_axis(places, winner, axis=-1)[..., 0], x.shape
    out = np.repeat(patches.max(axis=(1, 4, 5))[:, None], x.shape[1], axis=1)
    return out, cache
