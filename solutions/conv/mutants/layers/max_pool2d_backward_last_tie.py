"""Of several equal pixels, takes the last."""

LOSES = ("max_pool2d_backward",)


def max_pool2d_forward(x, kernel, stride):
    patches = windows(x, kernel, stride)

    flat = (*patches.shape[:4], -1)
    winner = patches.reshape(flat).shape[-1] - 1 - patches.reshape(flat)[..., ::-1].argmax(axis=-1, keepdims=True)
    places = windows(positions(x.shape), kernel, stride).reshape(flat)
    return patches.max(axis=(4, 5)), (np.take_along_axis(places, winner, axis=-1)[..., 0], x.shape)


def max_pool2d_backward(dout, cache):
    source, shape = cache
    return add_at(source, dout, shape)
