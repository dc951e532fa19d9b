"""Ignores class 0 where nobody says what to ignore."""

LOSES = ("confusion_matrix",)


def confusion_matrix(pred, target, classes, ignore=0):
    counts = target != ignore
    pairs = classes * target[counts].long() + pred[counts].long()
    return torch.bincount(pairs, minlength=classes * classes).reshape(classes, classes)
