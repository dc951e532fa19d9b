"""Halves the rate after every thirty steps."""

LOSES = ("lenet",)


def lenet_train(x, labels, parameters, steps, rate):
    for step in range(steps):
        scores, cache = lenet_forward(x, parameters)
        _, dscores = softmax_cross_entropy(scores[:, :, None, None], labels[:, None, None])
        gradients = lenet_backward(dscores[:, :, 0, 0], cache)
        now = rate * 0.5 ** (step // 30)
        parameters = {name: value - now * gradients[name] for name, value in parameters.items()}
    return parameters
