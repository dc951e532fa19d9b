"""Counts the steps between places instead of the places."""

LOSES = ("output_size",)


def output_size(n, kernel, stride=1, padding=0):
    return (n + 2 * padding - kernel) // stride
