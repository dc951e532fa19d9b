"""Puts new arrays into the dict that it was given."""

LOSES = ("lenet",)


def lenet_train(x, labels, parameters, steps, rate):
    for _ in range(steps):
        scores, cache = lenet_forward(x, parameters)
        _, dscores = softmax_cross_entropy(scores[:, :, None, None], labels[:, None, None])
        gradients = lenet_backward(dscores[:, :, 0, 0], cache)
        parameters.update({name: value - rate * gradients[name] for name, value in parameters.items()})
    return parameters
