"""Counts numbers, not their bytes."""

LOSES = ("count_memory",)


def count_memory(layers, shape):
    return [math.prod(out) for _, _, out in walk(layers, shape)]
