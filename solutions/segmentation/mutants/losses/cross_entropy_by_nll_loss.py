"""Calls torch's own for the second half."""

LOSES = ("cross_entropy",)


def cross_entropy(logits, target, ignore=255, weight=None):
    if (target == ignore).all() or (weight is not None and not weight.any()):
        return logits.sum() * 0
    likely = torch.log_softmax(logits, 1)
    return torch.nn.functional.nll_loss(likely, target, weight, ignore_index=ignore)
