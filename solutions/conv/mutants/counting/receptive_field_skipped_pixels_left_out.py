"""Counts the pixels that are really seen, not those between them."""

LOSES = ("receptive_field",)


def receptive_field(layers):
    seen = {0}
    for layer in reversed(layers):
        seen = {layer["stride"] * pixel + k for pixel in seen for k in range(layer["kernel"])}
    return len(seen)
