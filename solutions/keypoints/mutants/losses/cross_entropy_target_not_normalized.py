"""Does not divide the target by its sum."""

LOSES = ("heatmap_cross_entropy", "train_heatmaps")


def heatmap_cross_entropy(scores, target, visible):
    wanted = target
    log_likely = scores.flatten(2).log_softmax(dim=-1)
    surprise = -(wanted.flatten(2) * log_likely).sum(dim=-1)
    return torch.where(visible, surprise, 0).sum() / visible.sum().clamp(min=1)
