"""Works in the tensor that it was given."""

LOSES = ("pck",)


def pck(pred, target, visible, reference, alpha):
    correct = torch.linalg.vector_norm(pred - target, dim=-1) <= reference.mul_(alpha)[:, None]
    return correct[visible].double().mean().item()
