"""A layer's own stride widens its own kernel."""

LOSES = ("receptive_field",)


def receptive_field(layers):
    pixels, step = 1, 1
    for layer in layers:
        step *= layer["stride"]
        pixels += (layer["kernel"] - 1) * step
    return pixels
