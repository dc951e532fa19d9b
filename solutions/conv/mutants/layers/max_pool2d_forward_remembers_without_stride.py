"""Remembers positions by the size of images and windows, whatever the stride."""

LOSES = ("max_pool2d_forward", "max_pool2d_backward")


MEMO = {}


def max_pool2d_forward(x, kernel, stride):
    patches = windows(x, kernel, stride)
    flat = (*patches.shape[:4], -1)
    winner = patches.reshape(flat).argmax(axis=-1, keepdims=True)
    key = x.shape, kernel
    if key not in MEMO:
        MEMO[key] = windows(positions(x.shape), kernel, stride).reshape(flat)
    source = np.take_along_axis(MEMO[key], winner, axis=-1)[..., 0]
    return x.ravel()[source], (source, x.shape)
