"""Right, but takes the layers out of the table."""

LOSES = ("count_flops",)


def count_flops(layers, shape):
    counts = []
    while layers:
        layer = layers.pop(0)
        into, shape = shape, shape_after(layer, shape)
        counts.append(math.prod(shape) * inputs_of_one_output(layer, into))
    return counts
