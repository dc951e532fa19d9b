"""Batch, layer and group normalisation, without loops.

A batch of images is a float64 array of shape (N, C, H, W): images, channels, rows, columns. All three layers do the
same to it: subtract a mean, divide by a standard deviation, then scale and shift. They differ in one thing only,
namely which values share a mean and a variance. No function here changes an array that it is given, and none uses
a loop in any form.

Two things hold for every variance here. It is the mean of the squared differences from the mean: divide by the number
of values, M, not by M - 1 (only `running_var` takes the other one). And subtract the mean before you square:
E[x^2] - E[x]^2 is the same on paper, but has hardly a correct digit left where the mean is large and the spread small.
"""

from __future__ import annotations

from typing import Any

import numpy as np

# BEGIN SOLUTION
CHANNEL = (0, 2, 3)  # the axes of the values that belong to one channel


def per_channel(values: np.ndarray) -> np.ndarray:
    """`values`, shape (C,), so that they broadcast over (N, C, H, W)."""
    return values[:, None, None]


def standardised(x: np.ndarray, axes: int | tuple[int, ...], eps: float) -> np.ndarray:
    """`x` with mean 0 and, but for `eps`, variance 1 over `axes`."""
    mean, var = x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


# END SOLUTION


def batch_norm2d_forward(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    running_mean: np.ndarray,
    running_var: np.ndarray,
    training: bool,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, Any]:
    """Normalise each channel over all images (Ioffe and Szegedy, 2015); every convention is torch's.

    One letter stands for the H x W pixels of one channel of one image. The same letter: one mean, one variance::

        channel    0  1  2
        image 0    a  b  c
        image 1    a  b  c        M = N * H * W values share a letter

        out = gamma[c] * (x - mean[c]) / sqrt(var[c] + eps) + beta[c]

    In training, mean and var are those of this batch, and the running ones, the buffers, move towards them.
    `momentum` weighs the new value. The output takes the biased variance, which divides by M; the running variance
    takes the unbiased one, which divides by M - 1::

        new running_mean = (1 - momentum) * running_mean + momentum * mean
        new running_var  = (1 - momentum) * running_var  + momentum * var * M / (M - 1)

        one channel of two images of 1 x 2 pixels, eps = 1, gamma = 1, beta = 0, momentum = 0.1

        x               1    5   |  5    5       mean 4, var 3, unbiased 4
        out            -1.5  0.5 |  0.5  0.5     divided by sqrt(3 + 1) = 2
        running_mean    0 -> 0.4
        running_var     1 -> 1.3

    In evaluation, mean and var are the buffers, whatever the batch is, and the buffers stay what they are.

    Args:
        x: images, shape (N, C, H, W); in training M is at least 2.
        gamma: scale of each channel, shape (C,).
        beta: shift of each channel, shape (C,).
        running_mean: shape (C,).
        running_var: shape (C,).
        training: True: use the batch and move the buffers; False: use the buffers.
        momentum: weight of the new value in the buffers, between 0 and 1.
        eps: is added to the variance, under the root.

    Returns:
        out: shape (N, C, H, W).
        running_mean: the new buffer, shape (C,); in training another array than the one given, which keeps its values.
        running_var: as `running_mean`.
        cache: whatever your `batch_norm2d_backward` needs; nobody else looks at it.
    """
    # BEGIN SOLUTION
    mean, var = running_mean, running_var
    if training:
        mean, var = x.mean(axis=CHANNEL), x.var(axis=CHANNEL)
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * x.var(axis=CHANNEL, ddof=1)
    std = np.sqrt(var + eps)
    normal = (x - per_channel(mean)) / per_channel(std)
    out = per_channel(gamma) * normal + per_channel(beta)
    return out, running_mean, running_var, (normal, gamma / std, training)
    # END SOLUTION


def batch_norm2d_backward(dout: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry the gradient of a loss L back through `batch_norm2d_forward`, in the mode in which it was called.

    In evaluation, mean and variance are given numbers, and a pixel matters for its own output only. In training, it
    also moves the mean and the variance, and with them every output of its channel::

        one channel of two images of 1 x 2 pixels, eps = 1, gamma = 1

        x                 1     5   |   5     5
        dout             16     0   |   0     0
        dx, training      1.5  -0.5 |  -0.5  -0.5
        dx, evaluation    8     0   |   0     0      with running_var = 3

    So in training, shifting a whole channel changes nothing, and its dx always sums to 0. Write x_hat for what is
    scaled and shifted, out = gamma * x_hat + beta, and follow all three ways from x to x_hat: the direct one, the one
    through mean, and the one through var::

        dx = dL/dx    dgamma = dL/dgamma    dbeta = dL/dbeta    given dout = dL/dout

    Args:
        dout: shape (N, C, H, W). Nothing arrives at the buffers: they are no part of the loss.
        cache: what `batch_norm2d_forward` returned for these images; it may be used more than once.

    Returns:
        dx: shape (N, C, H, W).
        dgamma: shape (C,).
        dbeta: shape (C,).
    """
    # BEGIN SOLUTION
    normal, slope, training = cache
    dgamma, dbeta = (dout * normal).sum(axis=CHANNEL), dout.sum(axis=CHANNEL)
    if training:  # without what shifts the channel and what stretches it: both are undone by normalising
        M = dout.size // len(slope)
        dout = dout - per_channel(dbeta / M) - per_channel(dgamma / M) * normal
    return per_channel(slope) * dout, dgamma, dbeta
    # END SOLUTION


def layer_norm(x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """Normalise each image over all its values (Ba, Kiros and Hinton, 2016); the batch does not matter.

    One letter stands for the H x W pixels of one channel of one image. The same letter: one mean, one variance::

        channel    0  1  2
        image 0    a  a  a        C * H * W values share a letter
        image 1    b  b  b

        out[n] = gamma * (x[n] - mean[n]) / sqrt(var[n] + eps) + beta

    Every place of an image has its own scale and shift, as in torch's ``layer_norm`` over (C, H, W)::

        one image of two channels of 1 x 2 pixels, eps = 1: mean 4, var 3, so divide by sqrt(3 + 1) = 2

        x[0]     1    5   |  5    5
        x_hat   -1.5  0.5 |  0.5  0.5
        gamma    2    2   |  4    4
        beta     0    0   |  0    1
        out[0]  -3    1   |  2    3

    Args:
        x: shape (N, C, H, W).
        gamma: scale of each place, shape (C, H, W).
        beta: shift of each place, shape (C, H, W).
        eps: is added to the variance, under the root.

    Returns:
        Shape (N, C, H, W).
    """
    # BEGIN SOLUTION
    return gamma * standardised(x, (1, 2, 3), eps) + beta
    # END SOLUTION


def group_norm(x: np.ndarray, groups: int, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """Normalise each image over groups of neighbouring channels (Wu and He, 2018).

    One letter stands for the H x W pixels of one channel of one image. The same letter: one mean, one variance::

        groups = 3

        channel    0  1  2  3  4  5
        image 0    a  a  b  b  c  c        C / groups * H * W values share a letter
        image 1    d  d  e  e  f  f

        out[n, c] = gamma[c] * (x[n, c] - mean[n, g]) / sqrt(var[n, g] + eps) + beta[c]

    Here g is the group of channel c. The groups share statistics only: every channel has its own scale and shift.

    Args:
        x: shape (N, C, H, W).
        groups: number of groups; it divides C. Group 0 is the first C / groups channels, and so on.
        gamma: scale of each channel, shape (C,).
        beta: shift of each channel, shape (C,).
        eps: is added to the variance, under the root.

    Returns:
        Shape (N, C, H, W).
    """
    # BEGIN SOLUTION
    members = x.reshape(len(x), groups, -1)
    normal = standardised(members, -1, eps).reshape(x.shape)
    return per_channel(gamma) * normal + per_channel(beta)
    # END SOLUTION
