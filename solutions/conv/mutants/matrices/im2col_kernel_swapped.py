"""Takes the kernel for (KW, KH)."""

LOSES = ("im2col",)


def im2col(x, kernel, stride=1, padding=0):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    return padded.reshape(-1)[sources(padded.shape, kernel[::-1], stride)]
