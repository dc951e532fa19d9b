"""Convolution and max pooling, forward and backward, without loops.

A batch of images is a float64 array of shape (N, C, H, W): images, channels, rows, columns. No function here
changes an array that it is given, and none uses a loop in any form: no `for` or `while`, no comprehension, no
`map`, no `np.vectorize`, no recursion. NumPy's slicing, indexing, reductions and products are all you need.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def output_size(n: int, kernel: int, stride: int = 1, padding: int = 0) -> int:
    """Count the places at which a kernel fits, along one side of an image.

    The side is padded at both ends. The kernel starts at the first pixel and moves on by `stride` for as long
    as it fits; pixels that are left over at the end are never seen::

        n = 6, kernel = 3, stride = 2, padding = 1

        . x x x x x x .      "." is padding
        [---]
            [---]
                [---]        3 places, and the last "." is left over

    Args:
        n: pixels along the side.
        kernel: pixels of the kernel along that side, 1 <= kernel <= n + 2 * padding.
        stride: pixels from one place to the next, at least 1.
        padding: pixels added at each of the two ends, at least 0.

    Returns:
        The number of places, an `int`.
    """
    raise NotImplementedError("output_size: not implemented yet")


def pad2d(x: np.ndarray, padding: int, mode: str = "zero") -> np.ndarray:
    """Put a border around every image.

    ::

        x           zero           replicate      reflect
                    0 0 0 0 0      1 1 2 3 3      5 4 5 6 5
        1 2 3       0 1 2 3 0      1 1 2 3 3      2 1 2 3 2
        4 5 6       0 4 5 6 0      4 4 5 6 6      5 4 5 6 5
                    0 0 0 0 0      4 4 5 6 6      2 1 2 3 2

    Args:
        x: shape (N, C, H, W).
        padding: pixels added on each of the four sides, at least 0.
        mode: ``zero``; ``replicate``: repeat the pixel at the edge; ``reflect``: a mirror that stands on the
            pixel at the edge, so that pixel is not repeated (padding is then less than H and W).

    Returns:
        Shape (N, C, H + 2 * padding, W + 2 * padding).
    """
    raise NotImplementedError("pad2d: not implemented yet")


def conv2d_forward(
    x: np.ndarray, w: np.ndarray, b: np.ndarray, stride: int = 1, padding: int = 0
) -> tuple[np.ndarray, Any]:
    """Slide F kernels over every image: cross-correlation, so the kernels are not flipped.

    At each place, every pixel of the window is multiplied by what lies on it, and all is added up, with the bias::

        x             w             first place    second place        out, for b = 0.5

        1 2 0 1       1 0  2        [1 2 0] 1      1 [2 0 1]
        0 1 3 2       0 3 -1        [0 1 3] 2      0 [1 3 2]           1.5 11.5
        2 1 0 1                      2 1 0  1      2  1 0 1            9.5  4.5

    With xp the images after zero padding::

        out[n, f, i, j] = b[f] + sum over c, u, v of  w[f, c, u, v] * xp[n, c, i * stride + u, j * stride + v]

    Args:
        x: images, shape (N, C, H, W).
        w: kernels, shape (F, C, KH, KW).
        b: one bias per kernel, shape (F,).
        stride: pixels from one place to the next, down as well as across.
        padding: rows and columns of zeros added on each of the four sides.

    Returns:
        out: shape (N, F, HO, WO), where HO and WO follow from `output_size`.
        cache: whatever your `conv2d_backward` needs; nobody else looks at it.
    """
    raise NotImplementedError("conv2d_forward: not implemented yet")


def conv2d_backward(dout: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry the gradient of a loss L back through `conv2d_forward`.

    Each output pixel was made from one window. So it sends ``dout * w`` back to that window; windows overlap,
    and what arrives at a pixel adds up. With w as in the picture of `conv2d_forward`::

        dout      1 * w          2 * w          0 * w          -1 * w             dx, their sum

        1  2      1 0  2 .       . 2 0  4       .  .  .  .     .  .  .  .         1 2  2  4
        0 -1      0 3 -1 .       . 0 6 -2       0  0  0  .     . -1  0 -2         0 2  5 -4
                  . .  . .       . . .  .       0  0  0  .     .  0 -3  1         0 0 -3  1

    In the same way it sends ``dout * window`` to the kernel, and ``dout`` to the bias::

        dx = dL/dx    dw = dL/dw    db = dL/db    given dout = dL/dout

    Args:
        dout: shape (N, F, HO, WO).
        cache: what `conv2d_forward` returned for these images; it may be used more than once.

    Returns:
        dx: shape (N, C, H, W), without the padding.
        dw: shape (F, C, KH, KW).
        db: shape (F,).
    """
    raise NotImplementedError("conv2d_backward: not implemented yet")


def max_pool2d_forward(x: np.ndarray, kernel: tuple[int, int], stride: int) -> tuple[np.ndarray, Any]:
    """Keep the largest value of each window, channel by channel.

    ::

        x                kernel = (2, 2), stride = 2

        1 5 | 2 0 | 9
        3 4 | 7 7 | 1    5 7
        ----+-----+--    8 6     the last column is left over
        8 0 | 1 6 | 3
        2 2 | 6 5 | 4

    Args:
        x: shape (N, C, H, W); there is no padding.
        kernel: rows and columns of the window, (KH, KW).
        stride: pixels from one window to the next, down as well as across; windows may overlap.

    Returns:
        out: shape (N, C, HO, WO), where HO and WO follow from `output_size`.
        cache: whatever your `max_pool2d_backward` needs; nobody else looks at it.
    """
    raise NotImplementedError("max_pool2d_forward: not implemented yet")


def max_pool2d_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Carry the gradient of a loss back through `max_pool2d_forward`.

    Each ``dout[n, c, i, j]`` goes to the pixel that was the largest of its window; of several equal ones to
    the first, row by row. A pixel that won in several windows gets the sum::

        window    gradient 5 goes to
        2 7       0 5
        7 1       0 0

    Args:
        dout: shape (N, C, HO, WO).
        cache: what `max_pool2d_forward` returned for these images; it may be used more than once.

    Returns:
        dx: shape (N, C, H, W).
    """
    raise NotImplementedError("max_pool2d_backward: not implemented yet")
