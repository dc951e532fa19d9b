"""Returns percent."""

LOSES = ("pixel_accuracy",)


def pixel_accuracy(matrix):
    return 100 * matrix.diagonal().sum().item() / max(matrix.sum().item(), 1)
