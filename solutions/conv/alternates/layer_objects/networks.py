"""A right answer with a network of layer objects, each with a way forth and back, and convolutions by `layers`."""

import numpy as np
from layers import conv2d_backward, conv2d_forward, max_pool2d_backward, max_pool2d_forward


def softmax_cross_entropy(scores, labels, ignore=None):
    classes = np.arange(scores.shape[1]).reshape(1, -1, 1, 1)
    one_hot = (labels[:, np.newaxis] == classes).astype(float)
    valid = np.ones_like(labels) if ignore is None else np.where(labels == ignore, 0, 1)
    weight = valid[:, np.newaxis] / (valid.sum() or 1)
    log_p = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    return -np.sum(weight * one_hot * log_p), weight * (np.exp(log_p) - one_hot)


def linear_as_conv(w, shape):
    channels, height, width = shape
    c, i, j = np.ogrid[:channels, :height, :width]
    return w[:, (c * height + i) * width + j]


def depthwise_separable_conv2d(x, depthwise, pointwise, stride=1, padding=0):
    both = pointwise[:, :, np.newaxis, np.newaxis] * depthwise[np.newaxis]
    out, _ = conv2d_forward(x, both, np.zeros(len(both)), stride, padding)
    return out, np.size(depthwise) + np.size(pointwise), np.size(both)


class Convolution:
    def __init__(self, name, filters, channels):
        self.name, self.shape, self.inputs = name, (filters, channels, 5, 5), channels * 25

    def forward(self, x, w, b):
        return conv2d_forward(x, w, b)

    def backward(self, dout, cache):
        return conv2d_backward(dout, cache)


class Linear:
    def __init__(self, name, outputs, inputs):
        self.name, self.shape, self.inputs = name, (outputs, inputs), inputs

    def forward(self, x, w, b):
        return np.dot(x, w.T) + b, (x, w)

    def backward(self, dout, cache):
        x, w = cache
        return np.dot(dout, w), np.dot(dout.T, x), np.sum(dout, axis=0)


class Fixed:
    """A layer without parameters."""

    name = None


class Relu(Fixed):
    def forward(self, x):
        return np.where(x > 0, x, 0.0), x > 0

    def backward(self, dout, cache):
        return np.where(cache, dout, 0.0)


class Pool(Fixed):
    def forward(self, x):
        return max_pool2d_forward(x, (2, 2), 2)

    def backward(self, dout, cache):
        return max_pool2d_backward(dout, cache)


class Flatten(Fixed):
    def forward(self, x):
        return x.reshape(x.shape[0], -1), x.shape

    def backward(self, dout, cache):
        return dout.reshape(cache)


def layers_of(classes):
    return [
        Convolution("conv1", 4, 1), Relu(), Pool(),
        Convolution("conv2", 8, 4), Relu(), Pool(),
        Flatten(), Linear("linear1", 24, 32), Relu(), Linear("linear2", classes, 24),
    ]  # fmt: skip


def lenet_parameters(classes, seed):
    random = np.random.RandomState(seed)
    parameters = {}
    for layer in filter(lambda layer: layer.name, layers_of(classes)):
        parameters[layer.name + "_w"] = random.normal(0.0, layer.inputs**-0.5, layer.shape)
        parameters[layer.name + "_b"] = np.zeros(layer.shape[:1])
    return parameters


def lenet_forward(x, parameters):
    caches = []
    for layer in layers_of(len(parameters["linear2_b"])):
        own = [parameters[f"{layer.name}_{kind}"] for kind in "wb" if layer.name]
        x, cache = layer.forward(x, *own)
        caches.append((layer, cache))
    return x, caches


def lenet_backward(dscores, cache):
    gradients = {}
    for layer, own in reversed(cache):
        if layer.name:
            dscores, gradients[f"{layer.name}_w"], gradients[f"{layer.name}_b"] = layer.backward(dscores, own)
        else:
            dscores = layer.backward(dscores, own)
    return gradients


def lenet_train(x, labels, parameters, steps, rate):
    parameters = {name: value.copy() for name, value in parameters.items()}
    while steps > 0:
        scores, caches = lenet_forward(x, parameters)
        _, dscores = softmax_cross_entropy(scores.reshape(*scores.shape, 1, 1), labels.reshape(-1, 1, 1))
        for name, gradient in lenet_backward(dscores.reshape(scores.shape), caches).items():
            parameters[name] -= rate * gradient
        steps -= 1
    return parameters
