"""A pool's window spans all channels, as a filter does."""

LOSES = ("count_flops",)


def count_flops(layers, shape):
    counts = []
    for layer, into, out in walk(layers, shape):
        work = math.prod(into) if layer["kind"] == "linear" else into[0] * layer["kernel"] ** 2
        counts.append(math.prod(out) * work)
    return counts
