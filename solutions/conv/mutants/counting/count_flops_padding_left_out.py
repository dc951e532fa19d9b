"""Does not count products with the zeros of the padding."""

LOSES = ("count_flops",)


def count_flops(layers, shape):
    def pixels_met(n, layer):
        start = range(-layer["padding"], n + layer["padding"] - layer["kernel"] + 1, layer["stride"])
        return sum(min(first + layer["kernel"], n) - max(first, 0) for first in start)

    counts = []
    for layer, into, out in walk(layers, shape):
        if layer["kind"] == "conv":
            C, H, W = into
            counts.append(out[0] * C * pixels_met(H, layer) * pixels_met(W, layer))
        else:
            counts.append(math.prod(out) * inputs_of_one_output(layer, into))
    return counts
