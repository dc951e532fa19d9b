"""Takes the nanmean of squares: the gradient is NaN."""

LOSES = ("masked_regression_loss", "train_regressor")


def masked_regression_loss(pred, target):
    target = torch.where(target.isnan().any(dim=-1, keepdim=True), torch.nan, target)
    return 2 * (pred - target).square().nanmean()
