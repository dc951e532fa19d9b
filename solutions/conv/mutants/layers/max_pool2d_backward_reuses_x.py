"""Keeps x in the cache and writes dx into it: the caller's images are gone."""

LOSES = ("max_pool2d_backward",)


def max_pool2d_forward(x, kernel, stride):
    patches = windows(x, kernel, stride)
    flat = (*patches.shape[:4], -1)
    winner = patches.reshape(flat).argmax(axis=-1, keepdims=True)
    places = windows(positions(x.shape), kernel, stride).reshape(flat)
    source = np.take_along_axis(places, winner, axis=-1)[..., 0]
    return x.ravel()[source], (source, x)


def max_pool2d_backward(dout, cache):
    source, dx = cache
    dx[:] = add_at(source, dout, dx.shape)
    return dx
