"""Takes every label below 0 for one of the last class."""

LOSES = ("cross_entropy",)


def cross_entropy(logits, target, ignore=255, weight=None):
    counts = (target != ignore) | (target < 0)
    right = torch.where(counts, target, 0) % logits.shape[1]
    surprise = -logits.log_softmax(dim=1).gather(1, right[:, None])[:, 0]
    share = counts.to(logits.dtype) if weight is None else torch.where(counts, weight[right], 0)
    total = share.sum()
    return (share * surprise).sum() / torch.where(total > 0, total, 1)
