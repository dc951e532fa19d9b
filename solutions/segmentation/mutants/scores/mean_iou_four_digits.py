"""Rounds to four digits, as papers print it."""

LOSES = ("mean_iou",)


def mean_iou(matrix):
    both = matrix.diagonal()
    either = matrix.sum(dim=0) + matrix.sum(dim=1) - both
    seen = either > 0
    return round((both[seen].double() / either[seen]).sum().item() / max(seen.sum().item(), 1), 4)
