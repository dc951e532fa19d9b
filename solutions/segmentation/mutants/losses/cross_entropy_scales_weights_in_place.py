"""Makes the class weights add up to 1, in the tensor that it was given."""

LOSES = ("cross_entropy",)


def cross_entropy(logits, target, ignore=255, weight=None):
    if weight is not None and weight.sum() > 0:
        weight /= weight.sum()
    counts = target != ignore
    right = torch.where(counts, target, 0)
    surprise = -logits.log_softmax(dim=1).gather(1, right[:, None])[:, 0]
    share = counts.to(logits.dtype) if weight is None else torch.where(counts, weight[right], 0)
    total = share.sum()
    return (share * surprise).sum() / torch.where(total > 0, total, 1)
