"""Counts the padding of one end only."""

LOSES = ("output_size",)


def output_size(n, kernel, stride=1, padding=0):
    return (n + padding - kernel) // stride + 1
