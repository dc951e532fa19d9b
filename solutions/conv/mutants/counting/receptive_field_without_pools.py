"""Skips the windows of pools, but not their strides."""

LOSES = ("receptive_field",)


def receptive_field(layers):
    pixels, step = 1, 1
    for layer in layers:
        if layer["kind"] == "conv":
            pixels += (layer["kernel"] - 1) * step
        step *= layer["stride"]
    return pixels
