"""Divides each row by its pixels."""

LOSES = ("confusion_matrix",)


def confusion_matrix(pred, target, classes, ignore=255):
    counts = target != ignore
    pairs = classes * target[counts].long() + pred[counts].long()
    return torch.nn.functional.normalize(
        torch.bincount(pairs, minlength=classes * classes).reshape(classes, classes).double(), p=1, dim=1
    )
