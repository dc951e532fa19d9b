"""A right answer in linear algebra: what shares a mean is a row of a matrix, centring and its gradient are matrices."""

import numpy as np


def centring(M):
    """The M x M matrix that takes the mean away from a row."""
    return np.eye(M) - np.ones((M, M)) / M


def standardise(rows, eps):
    """Each row with mean 0 and variance 1, but for `eps`; and its mean and variance."""
    M = rows.shape[1]
    first = rows[:, :1]
    mean = first + (rows - first) @ np.ones((M, 1)) / M
    centred = (rows - mean) @ centring(M)
    var = np.einsum("rm,rm->r", centred, centred)[:, None] / M
    return centred / np.sqrt(var + eps), mean, var


def to_rows(x):
    """A row for each channel."""
    return x.transpose(1, 0, 2, 3).reshape(x.shape[1], -1)


def to_images(rows, shape):
    N, C, H, W = shape
    return rows.reshape(C, N, H, W).transpose(1, 0, 2, 3)


def batch_norm2d_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    rows = to_rows(x)
    M = rows.shape[1]
    if training:
        x_hat, mean, var = standardise(rows, eps)
        running_mean = np.average([running_mean, mean[:, 0]], axis=0, weights=[1 - momentum, momentum])
        running_var = np.average([running_var, var[:, 0] * M / (M - 1)], axis=0, weights=[1 - momentum, momentum])
    else:
        mean, var = running_mean[:, None], running_var[:, None]
        x_hat = (rows - mean) / np.sqrt(var + eps)
    out = gamma[:, None] * x_hat + beta[:, None]
    inner = centring(M) - x_hat[:, :, None] * x_hat[:, None, :] / M if training else np.eye(M)
    jacobian = (gamma / np.sqrt(var + eps).ravel())[:, None, None] * inner  # of each row of out
    return to_images(out, x.shape), running_mean, running_var, (x_hat, jacobian)


def batch_norm2d_backward(dout, cache):
    x_hat, jacobian = cache
    rows = to_rows(dout)
    dx = (rows[:, None, :] @ jacobian)[:, 0]
    return to_images(dx, dout.shape), (rows * x_hat).sum(axis=1), rows.sum(axis=1)


def layer_norm(x, gamma, beta, eps=1e-5):
    x_hat, _, _ = standardise(x.reshape(len(x), -1), eps)
    return (x_hat * gamma.ravel() + beta.ravel()).reshape(x.shape)


def group_norm(x, groups, gamma, beta, eps=1e-5):
    N, C, H, W = x.shape
    x_hat, _, _ = standardise(x.reshape(N * groups, -1), eps)
    return (np.diag(gamma) @ x_hat.reshape(N, C, H * W) + beta[:, None]).reshape(N, C, H, W)
