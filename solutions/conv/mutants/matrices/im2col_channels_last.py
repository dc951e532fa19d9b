"""Pixel by pixel, each with all its channels."""

LOSES = ("im2col",)


def im2col(x, kernel, stride=1, padding=0):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    columns = padded.reshape(-1)[sources(padded.shape, kernel, stride)]
    N, C, L = len(x), x.shape[1], columns.shape[2]
    return columns.reshape(N, C, -1, L).swapaxes(1, 2).reshape(N, -1, L)
