"""Draws the biases at random, too."""

LOSES = ("lenet",)


def lenet_parameters(classes, seed):
    rng = np.random.default_rng(seed)
    shapes = {"conv1": (4, 1, 5, 5), "conv2": (8, 4, 5, 5), "linear1": (24, 32), "linear2": (classes, 24)}
    weights = {f"{layer}_w": rng.standard_normal(s) / math.sqrt(math.prod(s[1:])) for layer, s in shapes.items()}
    return weights | {f"{layer}_b": 0.1 * rng.standard_normal(s[0]) for layer, s in shapes.items()}
