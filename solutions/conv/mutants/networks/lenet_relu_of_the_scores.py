"""Cuts negative scores off."""

LOSES = ("lenet",)


without_relu = lenet_forward


def lenet_forward(x, parameters):
    scores, cache = without_relu(x, parameters)
    return np.maximum(scores, 0.0), cache
