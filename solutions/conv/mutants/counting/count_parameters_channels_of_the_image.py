"""Every conv layer gets the channels of the image."""

LOSES = ("count_parameters",)


def count_parameters(layers, shape):
    counts = []
    for layer, into, out in walk(layers, shape):
        if layer["kind"] == "conv":
            counts.append(out[0] * (shape[0] * layer["kernel"] ** 2 + 1))
        else:
            counts.append(0 if layer["kind"] == "pool" else out[0] * (math.prod(into) + 1))
    return counts
