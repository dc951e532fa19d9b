"""Takes the first pixel that is close to the largest."""

LOSES = ("max_pool2d_backward",)


def max_pool2d_forward(x, kernel, stride):
    patches = windows(x, kernel, stride)

    flat = (*patches.shape[:4], -1)
    out = patches.max(axis=(4, 5))
    close = np.isclose(patches, out[..., None, None], rtol=1e-10, atol=0)  # so close that LeNet's pixels never are
    winner = close.reshape(flat).argmax(axis=-1, keepdims=True)
    places = windows(positions(x.shape), kernel, stride).reshape(flat)
    return out, (np.take_along_axis(places, winner, axis=-1)[..., 0], x.shape)


def max_pool2d_backward(dout, cache):
    source, shape = cache
    return add_at(source, dout, shape)
