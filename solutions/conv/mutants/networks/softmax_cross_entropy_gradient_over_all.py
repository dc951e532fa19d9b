"""Divides the gradient by all pixels, the loss by those that count."""

LOSES = ("softmax_cross_entropy",)


def softmax_cross_entropy(scores, labels, ignore=None):
    counts = np.ones(labels.shape, dtype=bool) if ignore is None else labels != ignore
    pixels = max(int(counts.sum()), 1)
    right = np.where(counts, labels, 0)[:, None]
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_softmax = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    surprise = -np.take_along_axis(log_softmax, right, axis=1)[:, 0]
    one_hot = np.arange(scores.shape[1])[:, None, None] == right
    return float(surprise[counts].sum() / pixels), (np.exp(log_softmax) - one_hot) * counts[:, None] / labels.size
