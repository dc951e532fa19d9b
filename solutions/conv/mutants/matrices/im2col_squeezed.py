"""Drops the axis of a single place."""

LOSES = ("im2col",)


def im2col(x, kernel, stride=1, padding=0):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    columns = padded.reshape(-1)[sources(padded.shape, kernel, stride)]
    return columns[:, :, 0] if columns.shape[2] == 1 else columns
