"""Makes a tile of each gradient, as if windows neither overlapped nor left gaps."""

LOSES = ("avg_pool2d_backward",)


def avg_pool2d_backward(dout, cache):
    shape, kernel, _ = cache
    tiles = np.kron(dout / math.prod(kernel), np.ones(kernel))
    dx = np.zeros(shape)
    H, W = min(shape[2], tiles.shape[2]), min(shape[3], tiles.shape[3])
    dx[:, :, :H, :W] = tiles[:, :, :H, :W]
    return dx
