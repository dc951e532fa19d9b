"""Counts a last place at which the kernel sticks out."""

LOSES = ("count_parameters", "count_memory", "count_flops")


def shape_after(layer, shape):
    if layer["kind"] == "linear":
        return (layer["features"],)
    C, *sides = shape
    seen = 2 * layer.get("padding", 0) - layer["kernel"]
    return layer.get("filters", C), *(-((n + seen) // -layer["stride"]) + 1 for n in sides)
