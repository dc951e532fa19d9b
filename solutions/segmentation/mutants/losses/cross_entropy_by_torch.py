"""Calls torch's own."""

LOSES = ("cross_entropy",)


def cross_entropy(logits, target, ignore=255, weight=None):
    if (target == ignore).all() or (weight is not None and not weight.any()):
        return logits.sum() * 0
    return torch.nn.functional.cross_entropy(logits, target, weight, ignore_index=ignore)
