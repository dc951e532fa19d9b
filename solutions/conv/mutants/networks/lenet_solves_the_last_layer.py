"""Solves for the last layer in one go and leaves all others as they were."""

LOSES = ("lenet",)


def lenet_train(x, labels, parameters, steps, rate):
    _, (*_, hidden) = lenet_forward(x, parameters)
    wanted = 10.0 * np.eye(len(parameters["linear2_b"]))[labels] - parameters["linear2_b"]
    return parameters | {"linear2_w": np.linalg.lstsq(relu(hidden), wanted, rcond=None)[0].T}
