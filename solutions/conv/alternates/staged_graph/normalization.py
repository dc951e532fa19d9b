"""A right answer that takes the forward pass in small steps and goes back through them one by one, as on paper."""

import numpy as np


def batch_norm2d_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    N, C, H, W = x.shape
    M = N * H * W
    new_mean, new_var = running_mean.copy(), running_var.copy()
    if training:
        mu = x.sum(axis=(0, 2, 3), keepdims=True) / M
        xmu = x - mu
        var = (xmu**2).sum(axis=(0, 2, 3), keepdims=True) / M
        new_mean = new_mean * (1 - momentum) + mu.reshape(C) * momentum
        new_var = new_var * (1 - momentum) + var.reshape(C) * (M / (M - 1)) * momentum
    else:
        mu, var = running_mean.reshape(1, C, 1, 1), running_var.reshape(1, C, 1, 1)
        xmu = x - mu
    sqrtvar = np.sqrt(var + eps)
    ivar = 1.0 / sqrtvar
    xhat = xmu * ivar
    gammax = gamma.reshape(1, C, 1, 1) * xhat
    out = gammax + beta.reshape(1, C, 1, 1)
    cache = {"xhat": xhat, "xmu": xmu, "ivar": ivar, "sqrtvar": sqrtvar, "gamma": gamma, "training": training}
    return out, new_mean, new_var, cache


def batch_norm2d_backward(dout, cache):
    xhat, xmu, ivar, sqrtvar = cache["xhat"], cache["xmu"], cache["ivar"], cache["sqrtvar"]
    N, C, H, W = dout.shape
    M = N * H * W
    # out = gammax + beta
    dbeta = dout.sum(axis=3).sum(axis=2).sum(axis=0)
    # gammax = gamma * xhat
    dgamma = (dout * xhat).sum(axis=3).sum(axis=2).sum(axis=0)
    dxhat = dout * cache["gamma"].reshape(1, C, 1, 1)
    if not cache["training"]:
        return dxhat * ivar, dgamma, dbeta
    # xhat = xmu * ivar
    divar = (dxhat * xmu).sum(axis=(0, 2, 3), keepdims=True)
    dxmu = dxhat * ivar
    # ivar = 1 / sqrtvar, sqrtvar = sqrt(var + eps)
    dsqrtvar = -divar / sqrtvar**2
    dvar = 0.5 * dsqrtvar / sqrtvar
    # var = mean of xmu ** 2
    dxmu = dxmu + 2 * xmu * dvar / M
    # xmu = x - mu, mu = mean of x
    dmu = -dxmu.sum(axis=(0, 2, 3), keepdims=True)
    return dxmu + np.ones((N, C, H, W)) * dmu / M, dgamma, dbeta


def layer_norm(x, gamma, beta, eps=1e-5):
    N = x.shape[0]
    rows = x.reshape(N, -1)
    rows = rows - rows.mean(axis=1)[:, None]
    rows = rows / np.sqrt((rows * rows).mean(axis=1) + eps)[:, None]
    out = rows * gamma.reshape(1, -1) + beta.reshape(1, -1)
    return out.reshape(x.shape)


def group_norm(x, groups, gamma, beta, eps=1e-5):
    N, C, H, W = x.shape
    one, zero = np.ones((C // groups, H, W)), np.zeros((C // groups, H, W))
    every_group_an_image = x.reshape(N * groups, C // groups, H, W)
    out = layer_norm(every_group_an_image, one, zero, eps).reshape(N, C, H, W)
    out *= gamma.reshape(1, C, 1, 1)
    out += beta.reshape(1, C, 1, 1)
    return out
