"""Divides the targets by the sum over the batch."""

LOSES = ("heatmap_cross_entropy", "train_heatmaps")


def heatmap_cross_entropy(scores, target, visible):
    wanted = target / torch.where(target.sum() > 0, target.sum(), 1)
    log_likely = scores.flatten(2).log_softmax(dim=-1)
    surprise = -(wanted.flatten(2) * log_likely).sum(dim=-1)
    return torch.where(visible, surprise, 0).sum() / visible.sum().clamp(min=1)
