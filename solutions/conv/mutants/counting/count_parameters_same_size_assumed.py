"""As if every layer were padded so that only its stride makes the image smaller."""

LOSES = ("count_parameters",)


def count_parameters(layers, shape):
    (C, H, W), counts = shape, []
    for layer in layers:
        if layer["kind"] == "linear":
            counts.append(layer["features"] * (C * H * W + 1))
            C, H, W = layer["features"], 1, 1
            continue
        counts.append(layer["filters"] * (C * layer["kernel"] ** 2 + 1) if layer["kind"] == "conv" else 0)
        C, H, W = layer.get("filters", C), H // layer["stride"], W // layer["stride"]
    return counts
