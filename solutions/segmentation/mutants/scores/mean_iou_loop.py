"""Right, with a loop over the classes."""

LOSES = ("mean_iou",)


def mean_iou(matrix):
    ratios = []
    for c in range(len(matrix)):
        either = matrix[c].sum().item() + matrix[:, c].sum().item() - matrix[c, c].item()
        if either:
            ratios.append(matrix[c, c].item() / either)
    return sum(ratios) / max(len(ratios), 1)
