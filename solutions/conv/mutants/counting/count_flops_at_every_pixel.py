"""Counts a window at every pixel that goes in, whatever the stride."""

LOSES = ("count_flops",)


def count_flops(layers, shape):
    counts = []
    for layer, into, out in walk(layers, shape):
        places = (out[0], *into[1:]) if layer["kind"] != "linear" else out
        counts.append(math.prod(places) * inputs_of_one_output(layer, into))
    return counts
