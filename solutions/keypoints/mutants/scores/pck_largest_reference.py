"""Measures every image by the largest of the references."""

LOSES = ("pck",)


def pck(pred, target, visible, reference, alpha):
    correct = torch.linalg.vector_norm(pred - target, dim=-1) <= alpha * reference.max()
    return correct[visible].double().mean().item()
