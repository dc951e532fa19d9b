"""Right, but notes the channels that come in down in the table."""

LOSES = ("count_parameters",)


def count_parameters(layers, shape):
    counts = []
    for layer, into, out in walk(layers, shape):
        layer["channels"] = into[0]
        counts.append(0 if layer["kind"] == "pool" else out[0] * (inputs_of_one_output(layer, into) + 1))
    return counts
