"""Asks for the highest cell of the target only."""

LOSES = ("heatmap_cross_entropy", "train_heatmaps")


def heatmap_cross_entropy(scores, target, visible):
    best = target.flatten(2).argmax(dim=-1)
    wanted = torch.nn.functional.one_hot(best, target[0, 0].numel()).to(target.dtype).reshape(target.shape)
    log_likely = scores.flatten(2).log_softmax(dim=-1)
    surprise = -(wanted.flatten(2) * log_likely).sum(dim=-1)
    return torch.where(visible, surprise, 0).sum() / visible.sum().clamp(min=1)
