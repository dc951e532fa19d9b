"""Convolution with holes in its kernels, and in groups of channels.

A batch of images is a float64 array of shape (N, C, H, W): images, channels, rows, columns. No function here
changes an array that it is given, and none uses a loop in any form: no `for` or `while`, no comprehension, no
`map`, no `np.vectorize`, no recursion. Write `conv2d_forward` and `conv2d_backward` of layers.py first: with dilation
1 and one group this is the same.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def conv2d_general_forward(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    groups: int = 1,
) -> tuple[np.ndarray, Any]:
    """Slide kernels with holes over groups of channels.

    **Dilation** pulls a kernel apart: its weights lie `dilation` pixels from one another, and what is between them
    does not count. So a few weights see far::

        x             w              first place    second place    out, for b = 0.5

        1 2 0 1       1  2           [1] 2 [0] 1    1 [2] 0 [1]     7.5 6.5
        0 1 3 2       3 -1            0  1  3  2    0  1  3  2
        2 1 0 1       dilation = 2   [2] 1 [0] 1    2 [1] 0 [1]

    **Groups** split the channels into equal parts, in order, and the kernels too. A kernel sees only the channels of
    its own group, so it has fewer weights::

        C = 4, F = 6, groups = 2                    C = 2, F = 4, groups = 2: a group for each channel

        channels 0 1  ──►  kernels 0 1 2            channel 0  ──►  kernels 0 1
        channels 2 3  ──►  kernels 3 4 5            channel 1  ──►  kernels 2 3

    With xp the images after zero padding, d the dilation, and first = (f // (F / groups)) * (C / groups) the first
    channel of the group that kernel f is in::

        out[n, f, i, j] = b[f] + sum over c, u, v of
                          w[f, c, u, v] * xp[n, first + c, i * stride + u * d, j * stride + v * d]

        HO = (H + 2 * padding - d * (KH - 1) - 1) // stride + 1,    WO likewise

    Args:
        x: images, shape (N, C, H, W).
        w: kernels, shape (F, C / groups, KH, KW).
        b: one bias per kernel, shape (F,).
        stride: pixels from one place to the next, down as well as across.
        padding: rows and columns of zeros added on each of the four sides.
        dilation: pixels from one weight to the next, down as well as across.
        groups: how many; it divides C and F.

    Returns:
        out: shape (N, F, HO, WO).
        cache: whatever your `conv2d_general_backward` needs; nobody else looks at it.
    """
    raise NotImplementedError("conv2d_general_forward: not implemented yet")


def conv2d_general_backward(dout: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry the gradient of a loss L back through `conv2d_general_forward`.

    The way is that of `conv2d_backward`. The pixels between the weights of a kernel get nothing from it, and a channel
    gets something only from the kernels of its own group. With w and dilation as in the picture above::

        dout      1 * w          2 * w          dx, their sum

        1 2       1 .  2 .       . 2 .  4       1 2  2  4
                  . .  . .       . . .  .       0 0  0  0
                  3 . -1 .       . 6 . -2       3 6 -1 -2

    Args:
        dout: shape (N, F, HO, WO).
        cache: what `conv2d_general_forward` returned for these images; it may be used more than once.

    Returns:
        dx: shape (N, C, H, W), without the padding.
        dw: shape (F, C / groups, KH, KW).
        db: shape (F,).
    """
    raise NotImplementedError("conv2d_general_backward: not implemented yet")
