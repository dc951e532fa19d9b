"""The lecture's column as it stands: linear layers have no biases there."""

LOSES = ("count_parameters",)


def count_parameters(layers, shape):
    biases = {"conv": 1, "linear": 0}
    return [
        0 if layer["kind"] == "pool" else out[0] * (inputs_of_one_output(layer, into) + biases[layer["kind"]])
        for layer, into, out in walk(layers, shape)
    ]
