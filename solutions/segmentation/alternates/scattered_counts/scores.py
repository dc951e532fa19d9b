"""A right answer that adds ones up in the matrix, and averages with nanmean."""

import torch


def predict(logits):
    return torch.max(logits, 1).indices


def confusion_matrix(pred, target, classes, ignore=255):
    keep = target.ne(ignore)
    rows, columns = target[keep].to(torch.int64), pred[keep].to(torch.int64)
    matrix = torch.zeros(classes, classes, dtype=torch.int64)
    return matrix.index_put_((rows, columns), torch.ones_like(rows), accumulate=True)


def pixel_accuracy(matrix):
    if not matrix.any():
        return torch.tensor(0.0)
    return torch.trace(matrix) / matrix.sum()


def mean_iou(matrix):
    matrix = matrix.to(torch.float64)
    hits = torch.diag(matrix)
    iou = hits / (matrix.sum(0) + matrix.sum(1) - hits)
    return torch.nan_to_num(torch.nanmean(iou))
