"""Takes the mean over each image first."""

LOSES = ("masked_regression_loss", "train_regressor")


def masked_regression_loss(pred, target):
    known = ~target.isnan().any(dim=-1, keepdim=True)
    difference = pred - torch.where(known, target, pred.detach())
    return (difference.square().sum(dim=(1, 2)) / known.sum(dim=(1, 2)).clamp(min=1)).mean()
