"""All weights are zero: no gradient gets through."""

LOSES = ("lenet",)


def lenet_parameters(classes, seed):
    shapes = {"conv1": (4, 1, 5, 5), "conv2": (8, 4, 5, 5), "linear1": (24, 32), "linear2": (classes, 24)}
    weights = {f"{layer}_w": np.zeros(shape) for layer, shape in shapes.items()}
    return weights | {f"{layer}_b": np.zeros(shape[0]) for layer, shape in shapes.items()}
