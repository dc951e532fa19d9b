"""No number at all for a pool."""

LOSES = ("count_parameters",)


def count_parameters(layers, shape):
    return [
        out[0] * (inputs_of_one_output(layer, into) + 1)
        for layer, into, out in walk(layers, shape)
        if layer["kind"] != "pool"
    ]
