"""A right answer by NumPy; a product of one-hot matrices counts the pairs."""

import numpy as np
import torch


def predict(logits):
    return torch.from_numpy(np.argmax(logits.numpy(), axis=1))


def confusion_matrix(pred, target, classes, ignore=255):
    truth, found = target.numpy().ravel().astype(int), pred.numpy().ravel().astype(int)
    numbers = np.arange(classes)
    rows = (truth == numbers[:, None]) & (truth != ignore)
    columns = found[:, None] == numbers
    return torch.from_numpy(rows.astype(np.int64) @ columns.astype(np.int64))


def pixel_accuracy(matrix):
    counts = matrix.numpy()
    return np.trace(counts) / max(counts.sum(), 1)


def mean_iou(matrix):
    counts = matrix.numpy()
    hits, union = np.diag(counts), counts.sum(0) + counts.sum(1) - np.diag(counts)
    return float(np.mean(hits[union > 0] / union[union > 0])) if union.any() else 0.0
