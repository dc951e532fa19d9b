"""Flips the kernel, as a mathematician's convolution does."""

LOSES = ("conv1d_matrix",)


def conv1d_matrix(w, n, stride=1, padding=0):
    K = len(w)
    starts = stride * np.arange((n + 2 * padding - K) // stride + 1) - padding
    k = np.arange(n) - starts[:, None]
    return np.where((k >= 0) & (k < K), w[::-1][k % K], 0.0)
