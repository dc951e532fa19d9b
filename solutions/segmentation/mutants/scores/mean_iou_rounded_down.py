"""Divides whole numbers by //."""

LOSES = ("mean_iou",)


def mean_iou(matrix):
    both = matrix.diagonal()
    either = matrix.sum(dim=0) + matrix.sum(dim=1) - both
    seen = either > 0
    return (both[seen] // either[seen]).sum().item() / max(seen.sum().item(), 1)
