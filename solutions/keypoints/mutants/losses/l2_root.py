"""Takes the root."""

LOSES = ("heatmap_l2",)


def heatmap_l2(pred, target, visible):
    squared = (pred - target).square().mean(dim=(2, 3))
    total = torch.where(visible, squared, 0).sum() / visible.sum().clamp(min=1)
    return torch.where(total > 0, total, 1).sqrt() * (total > 0)
