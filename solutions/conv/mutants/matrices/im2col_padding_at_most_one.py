"""A border of one pixel, however wide it should be."""

LOSES = ("im2col",)


def im2col(x, kernel, stride=1, padding=0):
    border = min(padding, 1)
    padded = np.pad(x, ((0, 0), (0, 0), (border, border), (border, border)))
    return padded.reshape(-1)[sources(padded.shape, kernel, stride)]
