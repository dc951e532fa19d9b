"""Right, but takes the layers out of the table."""

LOSES = ("receptive_field",)


def receptive_field(layers):
    pixels = 1
    while layers:
        layer = layers.pop()
        pixels = (pixels - 1) * layer["stride"] + layer["kernel"]
    return pixels
