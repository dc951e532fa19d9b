"""Makes rows of the pixels by reshape alone: a row holds scores of many pixels."""

LOSES = ("softmax_cross_entropy",)


def softmax_cross_entropy(scores, labels, ignore=None):
    rows, right = scores.reshape(-1, scores.shape[1]), labels.ravel()
    counts = np.flatnonzero(right != ignore) if ignore is not None else np.arange(len(rows))
    shifted = rows - rows.max(axis=1, keepdims=True)
    log_softmax = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    pixels = max(len(counts), 1)
    drows = np.zeros(rows.shape)
    drows[counts] = np.exp(log_softmax[counts]) / pixels
    drows[counts, right[counts]] -= 1 / pixels
    return float(-log_softmax[counts, right[counts]].sum() / pixels), drows.reshape(scores.shape)
