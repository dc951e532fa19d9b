"""Without a layer, sees nothing."""

LOSES = ("receptive_field",)


def receptive_field(layers):
    pixels, step = 0, 1
    for layer in layers:
        pixels += (layer["kernel"] - (pixels > 0)) * step
        step *= layer["stride"]
    return pixels
