"""Gives a new tensor, through which nothing can be learned."""

LOSES = ("heatmap_l2",)


def heatmap_l2(pred, target, visible):
    squared = (pred - target).square().mean(dim=(2, 3))
    return torch.tensor((torch.where(visible, squared, 0).sum() / visible.sum().clamp(min=1)).item(), dtype=pred.dtype)
