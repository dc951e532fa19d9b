"""What convolutions are put together for: a loss for every pixel, cheaper layers, and a network that learns.

Arrays are float64, images of shape (N, C, H, W), labels whole numbers (int64). No function here changes an array that
it is given. Only LeNet may use loops.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def softmax_cross_entropy(
    scores: np.ndarray, labels: np.ndarray, ignore: int | None = None
) -> tuple[float, np.ndarray]:
    """How surprised a network is by the labels, and which way its scores should go.

    Every pixel has K scores. Softmax makes probabilities of them, and the loss of the pixel is -log of the
    probability of its label. One pixel, K = 2, label 1::

        scores    exp    softmax    one-hot    gradient
        0.0       1      0.25       0           0.25        loss = -log 0.75 = 0.288
        1.0986    3      0.75       1          -0.25

    Pixels that nobody could label carry the label `ignore`. They do not count, not in the mean either::

        labels          ignore = 255    what the mean is over
        0    1    255                   x  x  .
        1    255  0                     x  .  x        4 pixels

    Scores may be large, such as 1000, whose exp is infinite. Softmax stays the same when a number is taken off all
    scores of a pixel; and log softmax can be had without ever taking the log of a probability that is almost zero::

        log softmax(s)[k] = s[k] - log(sum over j of exp(s[j]))

    Args:
        scores: shape (N, K, H, W).
        labels: the right class of each pixel, 0 <= label < K, or `ignore`; shape (N, H, W).
        ignore: the label of pixels that do not count: any whole number, such as 255, -1, or 0, a class like any
            other. None: all count.

    Returns:
        loss: mean over the pixels that count, a `float`; 0.0 if there are none.
        dscores: the gradient of the loss with respect to the scores, shape (N, K, H, W); zero where ignored.
    """
    raise NotImplementedError("softmax_cross_entropy: not implemented yet")


def linear_as_conv(w: np.ndarray, shape: tuple[int, int, int]) -> np.ndarray:
    """The kernels of a convolution that does what a linear layer does.

    A linear layer flattens an image, channel by channel and row by row, and takes F weighted sums of all its numbers.
    A kernel as large as the image is one such sum::

        shape = (2, 2, 3)

        one row of w                   its kernel
                                       channel 0    channel 1
        1 2 3 4 5 6 7 8 9 10 11 12     1 2 3         7  8  9
                                       4 5 6        10 11 12

    What it buys: the convolution also takes larger images. It slides the layer over them and gives its F results for
    every window, without computing again what windows share. So a classifier of small images becomes a detector::

        [x x x] x x      x [x x x] x      x x [x x x]
        [x x x] x x      x [x x x] x      x x [x x x]      5 columns, 3 places

    Args:
        w: weights of the linear layer, shape (F, C * H * W): its results are ``w @ image.ravel()``.
        shape: that of one image, (C, H, W).

    Returns:
        Kernels, shape (F, C, H, W).
    """
    raise NotImplementedError("linear_as_conv: not implemented yet")


def depthwise_separable_conv2d(
    x: np.ndarray, depthwise: np.ndarray, pointwise: np.ndarray, stride: int = 1, padding: int = 0
) -> tuple[np.ndarray, int, int]:
    """A convolution in two cheap steps: each channel by itself, then the channels of each pixel.

    ::

        x                depthwise              pointwise

        channel 0  ──►  slide kernel 0  ──┐
        channel 1  ──►  slide kernel 1  ──┼──►  F weighted sums of the C values at a pixel  ──►  out
        channel 2  ──►  slide kernel 2  ──┘

    With xp the images after zero padding::

        between[n, c, i, j] = sum over u, v of  depthwise[c, u, v] * xp[n, c, i * stride + u, j * stride + v]
        out[n, f, i, j]     = sum over c    of  pointwise[f, c] * between[n, c, i, j]

    An ordinary convolution with the same window has a kernel of its own for every pair of an input and an output
    channel. How many weights that saves is the second thing to find out::

        C = 3, F = 64, windows of 5 x 5        this one 267        the ordinary one 4800

    Args:
        x: images, shape (N, C, H, W).
        depthwise: one kernel per channel, shape (C, KH, KW).
        pointwise: shape (F, C).
        stride: pixels from one place to the next, down as well as across; of the first step.
        padding: rows and columns of zeros added on each of the four sides.

    Returns:
        out: shape (N, F, HO, WO), as of any convolution with this window, stride and padding.
        parameters: how many weights this convolution has, an `int`.
        standard: how many the ordinary convolution has, an `int`. Neither has a bias.
    """
    raise NotImplementedError("depthwise_separable_conv2d: not implemented yet")


# LeNet stands on your layers. Import them inside its functions, not above: so the questions before this line can be
# graded even while layers.py cannot be imported.


def lenet_parameters(classes: int, seed: int) -> dict[str, np.ndarray]:
    """Where the training of LeNet starts: random weights, and biases of zero.

    ::

        name         shape               name         shape
        conv1_w      (4, 1, 5, 5)        conv1_b      (4,)
        conv2_w      (8, 4, 5, 5)        conv2_b      (8,)
        linear1_w    (24, 32)            linear1_b    (24,)
        linear2_w    (classes, 24)       linear2_b    (classes,)

    If all weights were equal, all kernels would learn the same; if they were large, numbers would grow from layer to
    layer. Draw them from a normal distribution with standard deviation ``1 / sqrt(n)``, where n is how many products
    a weighted sum of that layer adds up: 25, 100, 32, 24.

    Args:
        classes: how many there are to tell apart.
        seed: the same one gives the same weights, another one others.

    Returns:
        The parameters by name.
    """
    raise NotImplementedError("lenet_parameters: not implemented yet")


def lenet_forward(x: np.ndarray, parameters: dict[str, np.ndarray]) -> tuple[np.ndarray, Any]:
    """The scores that LeNet gives to small images.

    It is put together from your own `conv2d_forward` and `max_pool2d_forward`, and two steps to be written here:
    relu, ``max(0, x)`` for each number, and linear, ``x @ w.T + b``::

        x                              (N, 1, 20, 20)
            conv 5 x 5, relu           (N, 4, 16, 16)
            max pool 2 x 2, stride 2   (N, 4, 8, 8)
            conv 5 x 5, relu           (N, 8, 4, 4)
            max pool 2 x 2, stride 2   (N, 8, 2, 2)
            flatten                    (N, 32)            channel by channel, each row by row
            linear, relu               (N, 24)
            linear                     (N, classes)       no relu: scores may be negative

    Args:
        x: images, shape (N, 1, 20, 20).
        parameters: as `lenet_parameters` gives them, in any order.

    Returns:
        scores: shape (N, classes).
        cache: whatever your `lenet_backward` needs; nobody else looks at it.
    """
    raise NotImplementedError("lenet_forward: not implemented yet")


def lenet_backward(dscores: np.ndarray, cache: Any) -> dict[str, np.ndarray]:
    """Carry the gradient of a loss back through `lenet_forward`: the same way, from the end.

    ::

        forward     x ──► conv ──► relu ──► pool ──► … ──► linear ──► relu ──► linear ──► scores
                           │                                 │                   │
        backward        dw, db ◄── relu ◄── pool ◄── … ◄── dw, db ◄── relu ◄── dw, db ◄── dscores

    A relu lets the gradient through where its input was positive. A linear layer ``out = x @ w.T + b`` gives
    ``dx = dout @ w``, ``dw = dout.T @ x``, and for db the sum of dout over the images.

    Args:
        dscores: shape (N, classes).
        cache: what `lenet_forward` returned for these images; it may be used more than once.

    Returns:
        The gradient of each parameter, by its name, in its shape.
    """
    raise NotImplementedError("lenet_backward: not implemented yet")


def lenet_train(
    x: np.ndarray, labels: np.ndarray, parameters: dict[str, np.ndarray], steps: int, rate: float
) -> dict[str, np.ndarray]:
    """Gradient descent: step after step downhill, each time on the whole batch.

    ::

        one step                                      the loss, for 4 random images of 4 classes

        scores    = LeNet of x                        1.5 |.
        loss      = mean cross-entropy                    | ..
        gradients = of the loss, by parameter             |   ...
        value     = value - rate * gradient, for all      |      ..............
                                                        0 +--------------------
                                                          0           60 steps

    A network with far more parameters than a batch has labels can learn the batch by heart, even if it is noise with
    labels drawn at random. One that cannot has a mistake in it: try this before any long training. With rate 0.04, 60
    steps from your `lenet_parameters` must suffice to get 4 such images all right, at a mean loss below 0.5.

    `softmax_cross_entropy` can be used: the scores of an image are those of an image of one pixel, (N, classes, 1, 1).

    Args:
        x: images, shape (N, 1, 20, 20).
        labels: the class of each image, shape (N,).
        parameters: where to start; these arrays stay as they are.
        steps: how many steps to take.
        rate: how far to go each time.

    Returns:
        The parameters after the last step, by name.
    """
    raise NotImplementedError("lenet_train: not implemented yet")
