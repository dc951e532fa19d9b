"""Takes a label below zero for one that counts: -1 means the last class."""

LOSES = ("softmax_cross_entropy",)


def softmax_cross_entropy(scores, labels, ignore=None):
    counts = labels != ignore if ignore is not None and ignore >= 0 else np.ones(labels.shape, dtype=bool)
    pixels = max(int(counts.sum()), 1)
    right = np.where(counts, labels, 0)[:, None]
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_softmax = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    surprise = -np.take_along_axis(log_softmax, right, axis=1)[:, 0]
    one_hot = np.arange(scores.shape[1])[:, None, None] == right
    dscores = (np.exp(log_softmax) - one_hot) * counts[:, None] / pixels
    return float(surprise[counts].sum() / pixels), dscores
