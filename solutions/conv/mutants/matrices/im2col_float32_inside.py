"""Returns float64 that went through float32."""

LOSES = ("im2col",)


def im2col(x, kernel, stride=1, padding=0):
    padded = np.pad(x.astype(np.float32), ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    return padded.reshape(-1)[sources(padded.shape, kernel, stride)].astype(np.float64)
