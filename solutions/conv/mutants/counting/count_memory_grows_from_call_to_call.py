"""A list outside of the function, which is never emptied."""

LOSES = ("count_memory",)


COUNTS = []


def count_memory(layers, shape):
    for _, _, out in walk(layers, shape):
        COUNTS.append(4 * math.prod(out))
    return COUNTS
