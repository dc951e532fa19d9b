"""Averages places by the scores themselves, which are no probabilities."""

LOSES = ("decode", "heatmap_error", "heatmap_pck", "build_heatmap_network")


def decode(scores, size):
    maps = scores[:, :-1]
    h, w = maps.shape[2:]
    total = maps.sum(dim=(2, 3))
    x = (maps.sum(dim=2) @ torch.arange(w).float()) / total
    y = (maps.sum(dim=3) @ torch.arange(h).float()) / total
    return (torch.stack([x, y], dim=-1) + 0.5) * maps.new_tensor([size[1] / w, size[0] / h]) - 0.5
