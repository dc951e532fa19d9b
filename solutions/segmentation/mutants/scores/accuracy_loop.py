"""Right, with a loop over the classes."""

LOSES = ("pixel_accuracy",)


def pixel_accuracy(matrix):
    return sum(matrix[c, c].item() for c in range(len(matrix))) / max(matrix.sum().item(), 1)
