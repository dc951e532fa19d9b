"""Right, with a loop over the classes."""

LOSES = ("confusion_matrix",)


def confusion_matrix(pred, target, classes, ignore=255):
    counts = target != ignore
    found = [torch.bincount(pred[counts & (target == c)].long(), minlength=classes) for c in range(classes)]
    return torch.stack(found)
