"""Right, but maps a function over the rows."""

LOSES = ("conv1d_matrix",)


def conv1d_matrix(w, n, stride=1, padding=0):
    def row(start):
        whole = np.zeros(n + 2 * padding)
        whole[start : start + len(w)] = w
        return whole[padding : padding + n]

    return np.stack(list(map(row, range(0, n + 2 * padding - len(w) + 1, stride))))
