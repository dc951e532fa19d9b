"""Adds whole kernels, so that the pixel one started from is counted again."""

LOSES = ("receptive_field",)


def receptive_field(layers):
    pixels, step = 1, 1
    for layer in layers:
        pixels += layer["kernel"] * step
        step *= layer["stride"]
    return pixels
