"""Brings the images to the end for the copy, and forgets to bring them back."""

LOSES = ("im2col",)


def im2col(x, kernel, stride=1, padding=0):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    columns = padded.reshape(-1)[sources(padded.shape, kernel, stride)]
    return columns.transpose(1, 2, 0).reshape(columns.shape)
