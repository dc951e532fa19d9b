"""Counts maps of invisible points in the mean."""

LOSES = ("heatmap_l2",)


def heatmap_l2(pred, target, visible):
    squared = (pred - target).square().mean(dim=(2, 3))
    return torch.where(visible, squared, 0).sum() / visible.numel()
