"""Right, but divides in the caller's matrix."""

LOSES = ("pixel_accuracy",)


def pixel_accuracy(matrix):
    total = max(matrix.sum().item(), 1)
    share = matrix.diagonal().sum().item() / total
    matrix //= total
    return share
