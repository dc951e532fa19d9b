"""Adds up in int32, which has no room for billions."""

LOSES = ("pixel_accuracy",)


def pixel_accuracy(matrix):
    return matrix.diagonal().sum(dtype=torch.int32).item() / max(matrix.sum(dtype=torch.int32).item(), 1)
