"""Cuts gradients off at -5 and 5."""

LOSES = ("lenet",)


def lenet_train(x, labels, parameters, steps, rate):
    for _ in range(steps):
        scores, cache = lenet_forward(x, parameters)
        _, dscores = softmax_cross_entropy(scores[:, :, None, None], labels[:, None, None])
        gradients = lenet_backward(dscores[:, :, 0, 0], cache)
        parameters = {name: value - rate * np.clip(gradients[name], -5, 5) for name, value in parameters.items()}
    return parameters
