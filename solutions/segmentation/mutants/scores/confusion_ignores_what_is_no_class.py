"""Ignores whatever is no class, and not the label that it is asked to."""

LOSES = ("confusion_matrix",)


def confusion_matrix(pred, target, classes, ignore=255):
    counts = (target >= 0) & (target < classes)
    pairs = classes * target[counts].long() + pred[counts].long()
    return torch.bincount(pairs, minlength=classes * classes).reshape(classes, classes)
