"""Divides by 0 where nothing was counted."""

LOSES = ("pixel_accuracy",)


def pixel_accuracy(matrix):
    return (matrix.diagonal().sum() / matrix.sum()).item()
