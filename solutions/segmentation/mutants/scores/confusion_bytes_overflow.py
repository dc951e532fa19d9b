"""Multiplies in the dtype of the labels, where 256 is 0."""

LOSES = ("confusion_matrix",)


def confusion_matrix(pred, target, classes, ignore=255):
    counts = target != ignore
    pairs = classes * target[counts] + pred[counts]
    return torch.bincount(pairs.long(), minlength=classes * classes)[: classes * classes].reshape(classes, classes)
