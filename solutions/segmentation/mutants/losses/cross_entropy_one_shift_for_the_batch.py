"""Takes off the largest score of the whole batch, so that other pixels have exp(-2000) = 0."""

LOSES = ("cross_entropy",)


def cross_entropy(logits, target, ignore=255, weight=None):
    counts = target != ignore
    right = torch.where(counts, target, 0)
    surprise = -(
        (logits - logits.max()).exp().div((logits - logits.max()).exp().sum(dim=1, keepdim=True)).log()
    ).gather(1, right[:, None])[:, 0]
    share = counts.to(logits.dtype) if weight is None else torch.where(counts, weight[right], 0)
    total = share.sum()
    return (share * surprise).sum() / torch.where(total > 0, total, 1)
