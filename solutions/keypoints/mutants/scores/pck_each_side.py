"""Looks at x and y by themselves."""

LOSES = ("pck",)


def pck(pred, target, visible, reference, alpha):
    correct = (pred - target).abs().amax(dim=-1) <= alpha * reference[:, None]
    return correct[visible].double().mean().item()
