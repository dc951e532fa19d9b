"""Rounds to the nearest number instead of down."""

LOSES = ("output_size",)


def output_size(n, kernel, stride=1, padding=0):
    return round((n + 2 * padding - kernel) / stride) + 1
