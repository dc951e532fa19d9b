"""Divides in float16."""

LOSES = ("pixel_accuracy",)


def pixel_accuracy(matrix):
    return (matrix.diagonal().sum().double() / matrix.sum().clamp(min=1)).half().item()
