"""Pools count as nothing."""

LOSES = ("count_flops",)


def count_flops(layers, shape):
    return [
        0 if layer["kind"] == "pool" else math.prod(out) * inputs_of_one_output(layer, into)
        for layer, into, out in walk(layers, shape)
    ]
