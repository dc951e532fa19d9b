"""A right answer in which every function calls itself for the rest of the table."""

import numpy as np


def receptive_field(layers):
    if not layers:
        return 1
    first, *rest = layers
    return (receptive_field(rest) - 1) * first["stride"] + first["kernel"]


def after(layer, shape):
    match layer:
        case {"kind": "linear", "features": features}:
            return [features]
        case {"kind": "conv", "filters": channels, "padding": p}:
            sides = np.array(shape[1:]) + 2 * p
        case {"kind": "pool"}:
            channels, sides = shape[0], np.array(shape[1:])
    return [channels, *np.floor_divide(sides - layer["kernel"], layer["stride"]) + 1]


def count_parameters(layers, shape):
    if len(layers) == 0:
        return []
    layer, out = layers[0], after(layers[0], shape)
    match layer["kind"]:
        case "conv":
            count = layer["filters"] * shape[0] * layer["kernel"] ** 2 + layer["filters"]
        case "linear":
            count = np.prod(shape) * layer["features"] + layer["features"]
        case "pool":
            count = 0
    return [count, *count_parameters(layers[1:], out)]


def count_memory(layers, shape):
    if len(layers) == 0:
        return []
    out = after(layers[0], shape)
    return [np.prod(out) * np.dtype("float32").itemsize, *count_memory(layers[1:], out)]


def count_flops(layers, shape):
    if len(layers) == 0:
        return []
    layer, out = layers[0], after(layers[0], shape)
    across = {"conv": shape[0], "pool": 1}
    work = np.prod(shape) if layer["kind"] == "linear" else across[layer["kind"]] * layer["kernel"] ** 2
    return [np.prod(out) * work, *count_flops(layers[1:], out)]
