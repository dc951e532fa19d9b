"""Divides by 0 where nothing was counted, in Python's numbers."""

LOSES = ("pixel_accuracy",)


def pixel_accuracy(matrix):
    return matrix.diagonal().sum().item() / matrix.sum().item()
