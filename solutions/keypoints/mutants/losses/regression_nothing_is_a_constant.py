"""Nothing can be learned where all points are missing, not even 0."""

LOSES = ("masked_regression_loss",)


def masked_regression_loss(pred, target):
    known = ~target.isnan().any(dim=-1, keepdim=True)
    if not known.any():
        return torch.zeros((), dtype=pred.dtype)
    difference = pred - torch.where(known, target, pred.detach())
    return difference.square().sum() / known.sum().clamp(min=1)
