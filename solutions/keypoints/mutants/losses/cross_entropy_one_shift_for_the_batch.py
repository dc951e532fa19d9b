"""Takes the largest score of the batch off, also from maps far below."""

LOSES = ("heatmap_cross_entropy",)


def heatmap_cross_entropy(scores, target, visible):
    total = target.sum(dim=(2, 3), keepdim=True)
    wanted = target / torch.where(total > 0, total, 1)
    shifted = (scores - scores.max()).flatten(2)
    log_likely = shifted - shifted.exp().sum(dim=-1, keepdim=True).log()
    surprise = -(wanted.flatten(2) * log_likely).sum(dim=-1)
    return torch.where(visible, surprise, 0).sum() / visible.sum().clamp(min=1)
