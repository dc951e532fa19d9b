"""Begins with the image, as the notes of CS231n do."""

LOSES = ("count_memory",)


def count_memory(layers, shape):
    return [4 * math.prod(shape), *(4 * math.prod(out) for _, _, out in walk(layers, shape))]
