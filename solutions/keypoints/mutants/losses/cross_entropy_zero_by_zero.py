"""Divides the targets of invisible points by 0, and multiplies by 0 then."""

LOSES = ("heatmap_cross_entropy", "train_heatmaps")


def heatmap_cross_entropy(scores, target, visible):
    total = target.sum(dim=(2, 3), keepdim=True)
    wanted = target / total
    log_likely = scores.flatten(2).log_softmax(dim=-1)
    surprise = -(wanted.flatten(2) * log_likely).sum(dim=-1)
    return (visible * surprise).sum() / visible.sum().clamp(min=1)
