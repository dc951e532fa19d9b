"""Leaves out classes of which no pixel is right."""

LOSES = ("mean_iou",)


def mean_iou(matrix):
    both = matrix.diagonal()
    either = matrix.sum(dim=0) + matrix.sum(dim=1) - both
    seen = both > 0
    return (both[seen].double() / either[seen]).sum().item() / max(seen.sum().item(), 1)
