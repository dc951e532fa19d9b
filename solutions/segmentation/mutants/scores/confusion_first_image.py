"""Counts the first image of a batch only."""

LOSES = ("confusion_matrix",)


def confusion_matrix(pred, target, classes, ignore=255):
    if target.ndim == 3:
        pred, target = pred[0], target[0]
    counts = target != ignore
    pairs = classes * target[counts].long() + pred[counts].long()
    return torch.bincount(pairs, minlength=classes * classes).reshape(classes, classes)
