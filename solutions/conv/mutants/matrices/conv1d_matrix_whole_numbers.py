"""Loses the fractions of the kernel."""

LOSES = ("conv1d_matrix",)


def conv1d_matrix(w, n, stride=1, padding=0):
    K = len(w)
    starts = stride * np.arange((n + 2 * padding - K) // stride + 1) - padding
    k = np.arange(n) - starts[:, None]
    A = np.zeros(k.shape, int)
    np.copyto(A, w[k % K], where=(k >= 0) & (k < K), casting="unsafe")
    return A.astype(float)
