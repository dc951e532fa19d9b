"""Remembers the matrix by the length of the kernel, not by its values."""

LOSES = ("conv1d_matrix",)


MEMO = {}


def conv1d_matrix(w, n, stride=1, padding=0):
    K = len(w)
    key = K, n, stride, padding
    if key not in MEMO:
        starts = stride * np.arange((n + 2 * padding - K) // stride + 1) - padding
        k = np.arange(n) - starts[:, None]
        MEMO[key] = np.where((k >= 0) & (k < K), w[k % K], 0.0)
    return MEMO[key]
