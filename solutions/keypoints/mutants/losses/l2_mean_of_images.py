"""Takes the mean over each image first."""

LOSES = ("heatmap_l2",)


def heatmap_l2(pred, target, visible):
    squared = (pred - target).square().mean(dim=(2, 3))
    return (torch.where(visible, squared, 0).sum(dim=1) / visible.sum(dim=1).clamp(min=1)).mean()
