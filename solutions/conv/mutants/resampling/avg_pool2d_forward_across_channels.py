"""Averages over the channels too."""

LOSES = ("avg_pool2d_forward",)


def avg_pool2d_forward(x, kernel, stride):
    mean = windows(x, kernel, stride).mean(axis=(1, 4, 5))
    return np.repeat(mean[:, None], x.shape[1], axis=1), (x.shape, kernel, stride)
