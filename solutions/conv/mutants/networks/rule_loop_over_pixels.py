"""Right, but walks over the pixels that do not count."""

LOSES = ("softmax_cross_entropy",)


def softmax_cross_entropy(scores, labels, ignore=None):
    counts = np.ones(labels.shape, dtype=bool) if ignore is None else labels != ignore
    pixels = max(int(counts.sum()), 1)
    right = np.where(counts, labels, 0)[:, None]
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_softmax = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    surprise = -np.take_along_axis(log_softmax, right, axis=1)[:, 0]
    dscores = (np.exp(log_softmax) - (np.arange(scores.shape[1])[:, None, None] == right)) / pixels
    for n, i, j in np.argwhere(~counts):
        dscores[n, :, i, j] = 0.0
    return float(surprise[counts].sum() / pixels), dscores
