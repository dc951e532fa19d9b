"""Puts the predicted classes into the rows."""

LOSES = ("confusion_matrix",)


def confusion_matrix(pred, target, classes, ignore=255):
    counts = target != ignore
    pairs = classes * pred[counts].long() + target[counts].long()
    return torch.bincount(pairs, minlength=classes * classes).reshape(classes, classes)
