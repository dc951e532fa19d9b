"""Gives each class the weight of its pixels."""

LOSES = ("mean_iou",)


def mean_iou(matrix):
    both = matrix.diagonal()
    either = matrix.sum(dim=0) + matrix.sum(dim=1) - both
    return (both.double() / either.clamp(min=1) * matrix.sum(dim=1)).sum().item() / max(matrix.sum().item(), 1)
