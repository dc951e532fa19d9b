"""The same weights for every seed."""

LOSES = ("lenet",)


def lenet_parameters(classes, seed):
    rng = np.random.default_rng(0)
    shapes = {"conv1": (4, 1, 5, 5), "conv2": (8, 4, 5, 5), "linear1": (24, 32), "linear2": (classes, 24)}
    weights = {
        f"{layer}_w": rng.standard_normal(shape) / math.sqrt(math.prod(shape[1:])) for layer, shape in shapes.items()
    }
    return weights | {f"{layer}_b": np.zeros(shape[0]) for layer, shape in shapes.items()}
