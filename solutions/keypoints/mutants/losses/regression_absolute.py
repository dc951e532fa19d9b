"""Adds up |x| and |y|, not their squares."""

LOSES = ("masked_regression_loss", "train_regressor")


def masked_regression_loss(pred, target):
    known = ~target.isnan().any(dim=-1, keepdim=True)
    difference = pred - torch.where(known, target, pred.detach())
    return difference.abs().sum() / known.sum().clamp(min=1)
