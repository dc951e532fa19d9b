"""Right, but takes the layers out of the table."""

LOSES = ("count_memory",)


def count_memory(layers, shape):
    counts = []
    while layers:
        shape = shape_after(layers.pop(0), shape)
        counts.append(4 * math.prod(shape))
    return counts
