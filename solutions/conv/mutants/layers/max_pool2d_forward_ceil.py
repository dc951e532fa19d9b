"""Rounds the output size up: windows that stick out count."""

LOSES = ("max_pool2d_forward",)


def max_pool2d_forward(x, kernel, stride):
    patches = windows(x, kernel, stride)
    flat = (*patches.shape[:4], -1)
    winner = patches.reshape(flat).argmax(axis=-1, keepdims=True)
    places = windows(positions(x.shape), kernel, stride).reshape(flat)
    cache = np.take_along_axis(places, winner, axis=-1)[..., 0], x.shape
    bottom, right = -(x.shape[2] - kernel[0]) % stride, -(x.shape[3] - kernel[1]) % stride
    larger = np.pad(x, ((0, 0), (0, 0), (0, bottom), (0, right)), constant_values=-np.inf)
    out = windows(larger, kernel, stride).max(axis=(4, 5))
    return out, cache
