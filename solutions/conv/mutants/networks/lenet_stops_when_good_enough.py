"""Stops as soon as the mean loss is small."""

LOSES = ("lenet",)


def lenet_train(x, labels, parameters, steps, rate):
    for _ in range(steps):
        scores, cache = lenet_forward(x, parameters)
        loss, dscores = softmax_cross_entropy(scores[:, :, None, None], labels[:, None, None])
        if loss < 0.3:
            break
        gradients = lenet_backward(dscores[:, :, 0, 0], cache)
        parameters = {name: value - rate * gradients[name] for name, value in parameters.items()}
    return parameters
