"""Adds intersections and unions up before it divides."""

LOSES = ("mean_iou",)


def mean_iou(matrix):
    both = matrix.diagonal()
    either = matrix.sum(dim=0) + matrix.sum(dim=1) - both
    return both.sum().item() / max(either.sum().item(), 1)
