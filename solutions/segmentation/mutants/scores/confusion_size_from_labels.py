"""Counts as many classes as it sees."""

LOSES = ("confusion_matrix",)


def confusion_matrix(pred, target, classes, ignore=255):
    counts = target != ignore
    seen = max(int(target[counts].max()), int(pred[counts].max())) + 1 if counts.any() else classes
    pairs = seen * target[counts].long() + pred[counts].long()
    return torch.bincount(pairs, minlength=seen * seen).reshape(seen, seen)
