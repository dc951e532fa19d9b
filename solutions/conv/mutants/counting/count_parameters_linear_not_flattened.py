"""A linear layer gets one value of each channel, as after a global pool."""

LOSES = ("count_parameters",)


def count_parameters(layers, shape):
    counts = []
    for layer, into, out in walk(layers, shape):
        if layer["kind"] == "linear":
            counts.append(out[0] * (into[0] + 1))
        else:
            counts.append(0 if layer["kind"] == "pool" else out[0] * (inputs_of_one_output(layer, into) + 1))
    return counts
