"""A multiplication and an addition count as two."""

LOSES = ("count_flops",)


def count_flops(layers, shape):
    return [2 * math.prod(out) * inputs_of_one_output(layer, into) for layer, into, out in walk(layers, shape)]
