"""Counts points that are not visible below the line."""

LOSES = ("pck",)


def pck(pred, target, visible, reference, alpha):
    correct = torch.linalg.vector_norm(pred - target, dim=-1) <= alpha * reference[:, None]
    return (correct & visible).sum().item() / visible.numel() if visible.any() else torch.nan
