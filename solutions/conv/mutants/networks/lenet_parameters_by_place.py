"""Takes the parameters in the order in which its own lenet_parameters gives them."""

LOSES = ("lenet",)


def lenet_parameters(classes, seed):
    rng = np.random.default_rng(seed)
    shapes = {"conv1": (4, 1, 5, 5), "conv2": (8, 4, 5, 5), "linear1": (24, 32), "linear2": (classes, 24)}
    weights = {f"{layer}_w": rng.standard_normal(s) / math.sqrt(math.prod(s[1:])) for layer, s in shapes.items()}
    return weights | {f"{layer}_b": np.zeros(s[0]) for layer, s in shapes.items()}


by_name = lenet_forward


def lenet_forward(x, parameters):
    names = ["conv1_w", "conv2_w", "linear1_w", "linear2_w", "conv1_b", "conv2_b", "linear1_b", "linear2_b"]
    return by_name(x, dict(zip(names, parameters.values(), strict=True)))
