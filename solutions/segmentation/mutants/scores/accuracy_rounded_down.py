"""Divides whole numbers by //."""

LOSES = ("pixel_accuracy",)


def pixel_accuracy(matrix):
    return float(matrix.diagonal().sum() // matrix.sum().clamp(min=1))
