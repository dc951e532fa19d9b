"""What falls on the padding comes in at the other end."""

LOSES = ("conv1d_matrix",)


def conv1d_matrix(w, n, stride=1, padding=0):
    starts = stride * np.arange((n + 2 * padding - len(w)) // stride + 1) - padding
    places = starts[:, None] + np.arange(len(w))
    A = np.zeros((len(starts), n))
    np.add.at(A, (np.arange(len(starts))[:, None], places % n), w)
    return A
