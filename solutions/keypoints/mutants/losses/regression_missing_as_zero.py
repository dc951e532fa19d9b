"""Takes missing points for (0, 0)."""

LOSES = ("masked_regression_loss", "train_regressor")


def masked_regression_loss(pred, target):
    known = ~target.isnan().any(dim=-1, keepdim=True)
    difference = pred - target.nan_to_num(0)
    return torch.where(known.any(), difference.square().sum() / (pred.numel() // 2), difference.sum() * 0)
