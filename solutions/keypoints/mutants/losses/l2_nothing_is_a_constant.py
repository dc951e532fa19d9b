"""Nothing can be learned where no point is visible, not even 0."""

LOSES = ("heatmap_l2",)


def heatmap_l2(pred, target, visible):
    if not visible.any():
        return torch.zeros((), dtype=pred.dtype)
    squared = (pred - target).square().mean(dim=(2, 3))
    return torch.where(visible, squared, 0).sum() / visible.sum().clamp(min=1)
