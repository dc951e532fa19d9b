"""Leaves the diagonal out: confusion means mistakes."""

LOSES = ("confusion_matrix",)


def confusion_matrix(pred, target, classes, ignore=255):
    counts = (target != ignore) & (target != pred)
    pairs = classes * target[counts].long() + pred[counts].long()
    return torch.bincount(pairs, minlength=classes * classes).reshape(classes, classes)
