"""Walks from the image to the output with the formula for the way back."""

LOSES = ("receptive_field",)


def receptive_field(layers):
    pixels = 1
    for layer in layers:
        pixels = (pixels - 1) * layer["stride"] + layer["kernel"]
    return pixels
