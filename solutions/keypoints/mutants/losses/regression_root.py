"""Takes the root."""

LOSES = ("masked_regression_loss", "train_regressor")


def masked_regression_loss(pred, target):
    known = ~target.isnan().any(dim=-1, keepdim=True)
    difference = pred - torch.where(known, target, pred.detach())
    total = difference.square().sum() / known.sum().clamp(min=1)
    return torch.where(total > 0, total, 1).sqrt() * (total > 0)
