"""A row for each place, a column for each pixel of the window."""

LOSES = ("im2col",)


def im2col(x, kernel, stride=1, padding=0):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    return padded.reshape(-1)[sources(padded.shape, kernel, stride)].transpose(0, 2, 1)
