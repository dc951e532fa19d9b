"""Takes the last pixel of each window."""

LOSES = ("max_pool2d_forward", "lenet")


def max_pool2d_forward(x, kernel, stride):
    patches = windows(x, kernel, stride)
    flat = (*patches.shape[:4], -1)
    winner = patches.reshape(flat).argmax(axis=-1, keepdims=True)
    places = windows(positions(x.shape), kernel, stride).reshape(flat)
    cache = np.take_along_axis(places, winner, axis=-1)[..., 0], x.shape
    out = patches[..., -1, -1].copy()
    return out, cache
