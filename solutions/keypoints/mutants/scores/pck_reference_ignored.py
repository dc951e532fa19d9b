"""Takes alpha for pixels."""

LOSES = ("pck",)


def pck(pred, target, visible, reference, alpha):
    correct = torch.linalg.vector_norm(pred - target, dim=-1) <= alpha
    return correct[visible].double().mean().item()
