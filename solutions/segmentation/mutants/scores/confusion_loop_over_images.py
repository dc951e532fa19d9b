"""Right, with a loop over the images."""

LOSES = ("confusion_matrix",)


def confusion_matrix(pred, target, classes, ignore=255):
    matrix = torch.zeros(classes * classes, dtype=torch.int64)
    for labels, found in zip(target, pred, strict=True):
        counts = labels != ignore
        pairs = classes * labels[counts].long() + found[counts].long()
        matrix += torch.bincount(pairs, minlength=classes * classes)
    return matrix.reshape(classes, classes)
