"""Compares a number although the other one of its point is missing."""

LOSES = ("masked_regression_loss",)


def masked_regression_loss(pred, target):
    known = ~target.isnan()
    difference = pred - torch.where(known, target, pred.detach())
    return difference.square().sum() / known.any(dim=-1).sum().clamp(min=1)
