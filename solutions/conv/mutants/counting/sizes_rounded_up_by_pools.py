"""Pools keep a last window that sticks out, as with ceil_mode."""

LOSES = ("count_parameters", "count_memory", "count_flops")


def shape_after(layer, shape):
    if layer["kind"] == "linear":
        return (layer["features"],)
    C, *sides = shape
    if layer["kind"] == "pool":
        return C, *(-((n - layer["kernel"]) // -layer["stride"]) + 1 for n in sides)
    seen = 2 * layer["padding"] - layer["kernel"]
    return layer["filters"], *((n + seen) // layer["stride"] + 1 for n in sides)
