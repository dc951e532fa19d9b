"""Compares the squared distance."""

LOSES = ("pck",)


def pck(pred, target, visible, reference, alpha):
    correct = (pred - target).square().sum(dim=-1) <= alpha * reference[:, None]
    return correct[visible].double().mean().item()
