"""The bias counts as well."""

LOSES = ("count_flops",)


def count_flops(layers, shape):
    return [
        math.prod(out) * (inputs_of_one_output(layer, into) + (layer["kind"] != "pool"))
        for layer, into, out in walk(layers, shape)
    ]
