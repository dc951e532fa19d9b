"""Right, but takes the right pixels out of the caller's matrix."""

LOSES = ("mean_iou",)


def mean_iou(matrix):
    both = matrix.diagonal().clone()
    matrix.fill_diagonal_(0)
    either = matrix.sum(dim=0) + matrix.sum(dim=1) + both
    seen = either > 0
    return (both[seen].double() / either[seen]).sum().item() / max(seen.sum().item(), 1)
