"""Right, but counts the places in a generator expression."""

LOSES = ("output_size",)


def output_size(n, kernel, stride=1, padding=0):
    return sum(1 for _ in range(0, n + 2 * padding - kernel + 1, stride))
