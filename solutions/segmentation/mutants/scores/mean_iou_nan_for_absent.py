"""Divides 0 by 0 for a class that is not there."""

LOSES = ("mean_iou",)


def mean_iou(matrix):
    both = matrix.diagonal()
    either = matrix.sum(dim=0) + matrix.sum(dim=1) - both
    return (both.double() / either).mean().item()
