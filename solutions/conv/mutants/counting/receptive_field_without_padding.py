"""Takes the padding for pixels that are not seen."""

LOSES = ("receptive_field",)


def receptive_field(layers):
    pixels, step = 1, 1
    for layer in layers:
        pixels += (layer["kernel"] - 1 - 2 * layer.get("padding", 0)) * step
        step *= layer["stride"]
    return pixels
