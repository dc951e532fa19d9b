"""A list as default value, which is the same one at every call."""

LOSES = ("count_parameters",)


def count_parameters(layers, shape, counts=[]):  # noqa: B006
    for layer, into, out in walk(layers, shape):
        counts.append(0 if layer["kind"] == "pool" else out[0] * (inputs_of_one_output(layer, into) + 1))
    return counts
