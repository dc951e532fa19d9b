"""Does not take the intersection off the union."""

LOSES = ("mean_iou",)


def mean_iou(matrix):
    both = matrix.diagonal()
    either = matrix.sum(dim=0) + matrix.sum(dim=1)
    seen = either > 0
    return (both[seen].double() / either[seen]).sum().item() / max(seen.sum().item(), 1)
