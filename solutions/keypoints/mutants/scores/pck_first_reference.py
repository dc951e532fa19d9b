"""Measures every image by the first reference."""

LOSES = ("pck",)


def pck(pred, target, visible, reference, alpha):
    correct = torch.linalg.vector_norm(pred - target, dim=-1) <= alpha * reference[0]
    return correct[visible].double().mean().item()
