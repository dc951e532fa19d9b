"""Reads target column by column."""

LOSES = ("confusion_matrix",)


def confusion_matrix(pred, target, classes, ignore=255):
    target = target.movedim(-1, 0)
    pred = pred.reshape(target.shape)
    counts = target != ignore
    pairs = classes * target[counts].long() + pred[counts].long()
    return torch.bincount(pairs, minlength=classes * classes).reshape(classes, classes)
