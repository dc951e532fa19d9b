"""Counts in int32, which has no room for billions."""

LOSES = ("mean_iou",)


def mean_iou(matrix):
    matrix = matrix.int()
    both = matrix.diagonal()
    either = matrix.sum(dim=0, dtype=torch.int32) + matrix.sum(dim=1, dtype=torch.int32) - both
    seen = either != 0
    return (both[seen].double() / either[seen]).sum().item() / max(seen.sum().item(), 1)
