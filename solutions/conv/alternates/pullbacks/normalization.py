"""A right answer in functions of functions: each step returns its value and how a gradient comes back through it."""

import numpy as np


def centre(x, axes):
    """`x` less its mean."""

    def back(d):
        return d - d.mean(axis=axes, keepdims=True)

    return x - x.mean(axis=axes, keepdims=True), back


def shrink(centred, axes, eps):
    """`centred` over its root mean square, but for `eps`; its variance comes along."""
    var = np.square(centred).mean(axis=axes, keepdims=True)
    std = np.sqrt(var + eps)
    shrunk = centred / std

    def back(d):
        return (d - shrunk * (d * shrunk).mean(axis=axes, keepdims=True)) / std

    return shrunk, var, back


def batch_norm2d_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    wide = (1, len(gamma), 1, 1)
    if training:
        axes = (0, 2, 3)
        centred, through_centre = centre(x, axes)
        x_hat, var, through_shrink = shrink(centred, axes, eps)
        values = x[:, 0].size
        running_mean = running_mean + momentum * (x.mean(axis=axes) - running_mean)
        running_var = running_var + momentum * (var.ravel() * values / (values - 1) - running_var)
    else:
        root = np.sqrt(running_var + eps).reshape(wide)
        x_hat = (x - running_mean.reshape(wide)) / root

    def pullback(dout):
        dgamma, dbeta = np.einsum("nchw,nchw->c", dout, x_hat), np.einsum("nchw->c", dout)
        dx_hat = dout * gamma.reshape(wide)
        dx = through_centre(through_shrink(dx_hat)) if training else dx_hat / root
        return dx, dgamma, dbeta

    return x_hat * gamma.reshape(wide) + beta.reshape(wide), running_mean, running_var, pullback


def batch_norm2d_backward(dout, cache):
    return cache(dout)


def normalise(x, axes, eps):
    centred, _ = centre(x, axes)
    x_hat, _, _ = shrink(centred, axes, eps)
    return x_hat


def layer_norm(x, gamma, beta, eps=1e-5):
    return normalise(x, (-3, -2, -1), eps) * gamma + beta


def group_norm(x, groups, gamma, beta, eps=1e-5):
    N, C, H, W = x.shape
    x_hat = normalise(x.reshape(N, groups, C // groups, H, W), (2, 3, 4), eps)
    return x_hat.reshape(N, C, H, W) * gamma.reshape(1, C, 1, 1) + beta.reshape(1, C, 1, 1)
