"""Takes each class for a question of its own, yes or no."""

LOSES = ("cross_entropy",)


def cross_entropy(logits, target, ignore=255, weight=None):
    counts = target != ignore
    right = torch.where(counts, target, 0)
    truth = torch.nn.functional.one_hot(right, logits.shape[1]).movedim(-1, 1).to(logits.dtype)
    surprise = torch.nn.functional.binary_cross_entropy_with_logits(logits, truth, reduction="none").sum(dim=1)
    share = counts.to(logits.dtype) if weight is None else torch.where(counts, weight[right], 0)
    return (share * surprise).sum() / share.sum().clamp(min=1e-30)
