"""Cuts classes with the edges of a histogram, so that the last two fall into one."""

LOSES = ("confusion_matrix",)


def confusion_matrix(pred, target, classes, ignore=255):
    counts = target != ignore
    last = max(classes - 2, 0)
    pairs = classes * target[counts].long().clamp(max=last) + pred[counts].long().clamp(max=last)
    return torch.bincount(pairs, minlength=classes * classes).reshape(classes, classes)
