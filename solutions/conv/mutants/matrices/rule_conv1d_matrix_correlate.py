"""Right, but lets NumPy correlate with all unit vectors in a row."""

LOSES = ("conv1d_matrix",)


def conv1d_matrix(w, n, stride=1, padding=0):
    units = np.pad(np.eye(n), ((0, 0), (padding, padding + len(w))))
    answers = np.correlate(units.ravel(), w, "full")[len(w) - 1 :].reshape(units.shape)
    return answers[:, : n + 2 * padding - len(w) + 1 : stride].T
