"""Takes every image for a square."""

LOSES = ("count_parameters", "count_memory", "count_flops")


def shape_after(layer, shape):
    if layer["kind"] == "linear":
        return (layer["features"],)
    C, H, _ = shape
    side = (H + 2 * layer.get("padding", 0) - layer["kernel"]) // layer["stride"] + 1
    return layer.get("filters", C), side, side
