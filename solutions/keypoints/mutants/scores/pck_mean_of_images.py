"""Takes the mean over each image first."""

LOSES = ("pck",)


def pck(pred, target, visible, reference, alpha):
    correct = torch.linalg.vector_norm(pred - target, dim=-1) <= alpha * reference[:, None]
    return ((correct & visible).sum(dim=1) / visible.sum(dim=1)).nanmean().item()
