"""Takes large differences as they are, not squared."""

LOSES = ("masked_regression_loss", "train_regressor")


def masked_regression_loss(pred, target):
    known = ~target.isnan().any(dim=-1, keepdim=True)
    difference = pred - torch.where(known, target, pred.detach())
    zeros = torch.zeros_like(difference)
    total = 2 * torch.nn.functional.huber_loss(difference, zeros, reduction="sum")
    return total / known.sum().clamp(min=1)
