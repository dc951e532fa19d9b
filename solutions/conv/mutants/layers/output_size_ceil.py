"""Rounds up: counts a last place at which the kernel sticks out."""

LOSES = ("output_size",)


def output_size(n, kernel, stride=1, padding=0):
    return -((n + 2 * padding - kernel) // -stride) + 1
