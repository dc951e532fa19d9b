"""Learns as if the sum of the exponentials were constant."""

LOSES = ("heatmap_cross_entropy", "train_heatmaps")


def heatmap_cross_entropy(scores, target, visible):
    total = target.sum(dim=(2, 3), keepdim=True)
    wanted = target / torch.where(total > 0, total, 1)
    flat = scores.flatten(2)
    log_likely = flat - flat.logsumexp(dim=-1, keepdim=True).detach()
    surprise = -(wanted.flatten(2) * log_likely).sum(dim=-1)
    return torch.where(visible, surprise, 0).sum() / visible.sum().clamp(min=1)
