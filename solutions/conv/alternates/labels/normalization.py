"""A right answer in which every value wears the label of those it shares a mean with; np.bincount adds them up."""

from dataclasses import dataclass

import numpy as np


def averages(values, label):
    """The mean of the values of each label, by label."""
    return np.bincount(label.ravel(), weights=values.ravel()) / np.bincount(label.ravel())


def statistics(x, label):
    mean = averages(x, label)
    return mean, averages((x - mean[label]) ** 2, label)


def labels(shape, groups):
    """The group of each value: all of an image has one of `groups` labels of its own, by channel."""
    N, C, _, _ = shape
    n, c = np.ogrid[:N, :C]
    return np.broadcast_to((n * groups + c * groups // C)[..., None, None], shape)


def channels(shape):
    return np.broadcast_to(np.arange(shape[1]).reshape(1, -1, 1, 1), shape)


@dataclass(frozen=True)
class Cache:
    x_hat: np.ndarray
    label: np.ndarray
    slope: np.ndarray
    training: bool


def batch_norm2d_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    label = channels(x.shape)
    if training:
        mean, var = statistics(x, label)
        values = np.bincount(label.ravel())
        blend = np.array([1 - momentum, momentum])
        running_mean = blend @ np.stack([running_mean, mean])
        running_var = blend @ np.stack([running_var, var * values / (values - 1)])
    else:
        mean, var = running_mean, running_var
    root = (var + eps) ** 0.5
    x_hat = (x - mean[label]) / root[label]
    return gamma[label] * x_hat + beta[label], running_mean, running_var, Cache(x_hat, label, gamma / root, training)


def batch_norm2d_backward(dout, cache):
    x_hat, label = cache.x_hat, cache.label
    moved = averages(dout, label)[label] + averages(dout * x_hat, label)[label] * x_hat
    dx = cache.slope[label] * (dout - cache.training * moved)
    return dx, np.bincount(label.ravel(), (dout * x_hat).ravel()), np.bincount(label.ravel(), dout.ravel())


def standardise(x, label, eps):
    mean, var = statistics(x, label)
    return (x - mean[label]) / np.sqrt(var[label] + eps)


def layer_norm(x, gamma, beta, eps=1e-5):
    return standardise(x, labels(x.shape, 1), eps) * gamma[None] + beta[None]


def group_norm(x, groups, gamma, beta, eps=1e-5):
    channel = channels(x.shape)
    return standardise(x, labels(x.shape, groups), eps) * gamma[channel] + beta[channel]
