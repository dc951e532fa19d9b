"""A column for each element of the padding."""

LOSES = ("conv1d_matrix",)


def conv1d_matrix(w, n, stride=1, padding=0):
    K = len(w)
    starts = stride * np.arange((n + 2 * padding - K) // stride + 1)
    k = np.arange(n + 2 * padding) - starts[:, None]
    return np.where((k >= 0) & (k < K), w[k % K], 0.0)
