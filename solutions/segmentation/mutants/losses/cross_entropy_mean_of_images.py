"""Averages over each image first, then over the images."""

LOSES = ("cross_entropy",)


def cross_entropy(logits, target, ignore=255, weight=None):
    counts = target != ignore
    right = torch.where(counts, target, 0)
    surprise = -logits.log_softmax(dim=1).gather(1, right[:, None])[:, 0]
    share = counts.to(logits.dtype) if weight is None else torch.where(counts, weight[right], 0)
    total = share.sum(dim=(1, 2))
    means = (share * surprise).sum(dim=(1, 2)) / torch.where(total > 0, total, 1)
    return means.sum() / (total > 0).sum().clamp(min=1)
