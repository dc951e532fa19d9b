"""Leaves out the pixels of class 0."""

LOSES = ("pixel_accuracy",)


def pixel_accuracy(matrix):
    return matrix.diagonal()[1:].sum().item() / max(matrix[1:].sum().item(), 1)
