"""Right, but writes class 0 into the caller's target."""

LOSES = ("cross_entropy",)


def cross_entropy(logits, target, ignore=255, weight=None):
    counts = target != ignore
    target[~counts] = 0
    surprise = -logits.log_softmax(dim=1).gather(1, target[:, None])[:, 0]
    share = counts.to(logits.dtype) if weight is None else torch.where(counts, weight[target], 0)
    total = share.sum()
    return (share * surprise).sum() / torch.where(total > 0, total, 1)
