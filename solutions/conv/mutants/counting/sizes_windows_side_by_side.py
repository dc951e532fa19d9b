"""A pool's windows never overlap."""

LOSES = ("count_parameters", "count_memory", "count_flops")


def shape_after(layer, shape):
    if layer["kind"] == "linear":
        return (layer["features"],)
    C, H, W = shape
    if layer["kind"] == "pool":
        return C, H // layer["kernel"], W // layer["kernel"]
    seen = 2 * layer["padding"] - layer["kernel"]
    return layer["filters"], (H + seen) // layer["stride"] + 1, (W + seen) // layer["stride"] + 1
