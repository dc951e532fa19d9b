"""Right, but gives the caller's array another shape."""

LOSES = ("im2col",)


def im2col(x, kernel, stride=1, padding=0):
    N, C, H, W = x.shape
    x.shape = (N * C, H, W)
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding)))
    padded = padded.reshape(N, C, H + 2 * padding, W + 2 * padding)
    return padded.reshape(-1)[sources(padded.shape, kernel, stride)]
