"""Ignores whatever is no class, and not the label that it is asked to."""

LOSES = ("cross_entropy",)


def cross_entropy(logits, target, ignore=255, weight=None):
    counts = (target >= 0) & (target < logits.shape[1])
    right = torch.where(counts, target, 0)
    surprise = -logits.log_softmax(dim=1).gather(1, right[:, None])[:, 0]
    share = counts.to(logits.dtype) if weight is None else torch.where(counts, weight[right], 0)
    total = share.sum()
    return (share * surprise).sum() / torch.where(total > 0, total, 1)
