"""Gives a new tensor, through which nothing can be learned."""

LOSES = ("masked_regression_loss", "train_regressor")


def masked_regression_loss(pred, target):
    known = ~target.isnan().any(dim=-1, keepdim=True)
    difference = pred - torch.where(known, target, pred.detach())
    return difference.detach().square().sum() / known.sum().clamp(min=1)
