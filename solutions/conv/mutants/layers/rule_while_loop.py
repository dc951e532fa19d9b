"""Right, but walks over the images with a while loop."""

LOSES = ("max_pool2d_forward",)


def max_pool2d_forward(x, kernel, stride):
    patches = windows(x, kernel, stride)
    flat = (*patches.shape[:4], -1)
    winner = patches.reshape(flat).argmax(axis=-1, keepdims=True)
    places = windows(positions(x.shape), kernel, stride).reshape(flat)
    cache = np.take_along_axis(places, winner, axis=-1)[..., 0], x.shape
    out = np.empty(patches.shape[:4])
    n = 0
    while n < len(x):
        out[n] = patches[n].max(axis=(3, 4))
        n += 1
    return out, cache
