"""Linear layers pass the shape of the image on."""

LOSES = ("count_parameters", "count_flops")


def walk(layers, shape):
    for layer in layers:
        out = shape_after(layer, shape)
        yield layer, shape, out
        shape = shape if layer["kind"] == "linear" else out
