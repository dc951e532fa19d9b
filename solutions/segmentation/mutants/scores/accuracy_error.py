"""Returns the share of wrong pixels."""

LOSES = ("pixel_accuracy",)


def pixel_accuracy(matrix):
    return 1 - matrix.diagonal().sum().item() / max(matrix.sum().item(), 1)
