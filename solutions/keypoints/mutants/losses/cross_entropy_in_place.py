"""Works in the tensor that it was given."""

LOSES = ("heatmap_cross_entropy", "train_heatmaps")


def heatmap_cross_entropy(scores, target, visible):
    total = target.sum(dim=(2, 3), keepdim=True)
    wanted = target.div_(torch.where(total > 0, total, 1))
    log_likely = scores.flatten(2).log_softmax(dim=-1)
    surprise = -(wanted.flatten(2) * log_likely).sum(dim=-1)
    return torch.where(visible, surprise, 0).sum() / visible.sum().clamp(min=1)
