"""Returns the accuracy of every class."""

LOSES = ("pixel_accuracy",)


def pixel_accuracy(matrix):
    return matrix.diagonal() / matrix.sum(dim=1).clamp(min=1)
