"""Counts points that are not visible."""

LOSES = ("pck",)


def pck(pred, target, visible, reference, alpha):
    correct = torch.linalg.vector_norm(pred - target, dim=-1) <= alpha * reference[:, None]
    return correct[visible | visible.any()].double().mean().item()
