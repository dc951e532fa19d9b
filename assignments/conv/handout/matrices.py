"""Convolution as a product of matrices, and the way back: what it means to transpose it.

A batch of images is a float64 array of shape (N, C, H, W): images, channels, rows, columns. No function here
changes an array that it is given, and none uses a loop in any form: no `for` or `while`, no comprehension, no
`map`, no `np.vectorize`, no recursion. With HO and WO, the kernel's places down and across::

    HO = (H + 2 * padding - KH) // stride + 1    WO = (W + 2 * padding - KW) // stride + 1
"""

from __future__ import annotations

import math

import numpy as np


def im2col(x: np.ndarray, kernel: tuple[int, int], stride: int = 1, padding: int = 0) -> np.ndarray:
    """Lay out what a kernel sees, each of its places a column.

    A convolution is then a product of matrices, ``w.reshape(F, -1) @ columns``::

        x                  kernel = (2, 3), stride = 1: 2 x 2 places

         1  2  3  4         1  2  5  6     the top left pixel of each window
         5  6  7  8         2  3  6  7
         9 10 11 12         3  4  7  8     the top right one
                            5  6  9 10     the bottom left one
                            6  7 10 11
                            7  8 11 12     the bottom right one

    Places come row by row, as you read. So do the pixels of a window; with more channels, those of the first
    channel come first, then those of the second one below them.

    Args:
        x: images, shape (N, C, H, W).
        kernel: rows and columns of the window, (KH, KW).
        stride: pixels from one place to the next, down as well as across.
        padding: rows and columns of zeros added on each of the four sides.

    Returns:
        Shape (N, C * KH * KW, HO * WO).
    """
    raise NotImplementedError("im2col: not implemented yet")


def col2im(
    columns: np.ndarray, shape: tuple[int, int, int, int], kernel: tuple[int, int], stride: int = 1, padding: int = 0
) -> np.ndarray:
    """Put columns back where `im2col` would have taken them from; where windows overlap, add.

    This is not the inverse of `im2col`: the columns of the picture there come back as x times the number of
    windows that see each pixel::

        columns            col2im(columns, (1, 1, 3, 4), (2, 3))     seen by

        1  2  5  6           1  4  6  4                              1 2 2 1
        2  3  6  7          10 24 28 16                              2 4 4 2
        3  4  7  8           9 20 22 12                              1 2 2 1
        5  6  9 10
        6  7 10 11
        7  8 11 12

    It is the adjoint of `im2col`, its transpose as a matrix: for all images x and all columns c,
    ``(im2col(x) * c).sum() == (x * col2im(c)).sum()``. That is why it carries gradients back.

    Args:
        columns: shape (N, C * KH * KW, HO * WO), laid out as by `im2col`.
        shape: of the images, (N, C, H, W), without the padding.
        kernel: rows and columns of the window, (KH, KW).
        stride: as for `im2col`.
        padding: as for `im2col`; what lands on it is dropped.

    Returns:
        Images of that shape; a pixel that no window sees is 0.
    """
    raise NotImplementedError("col2im: not implemented yet")


def conv1d_matrix(w: np.ndarray, n: int, stride: int = 1, padding: int = 0) -> np.ndarray:
    """Write the cross-correlation with a kernel as a matrix A: ``A @ x`` slides w over x.

    Each row of A is one place of the kernel; the rest of it, and what falls on the padding, is 0::

        w = [a b c], n = 5, stride = 2, padding = 1

                x0 x1 x2 x3 x4
            a | b  c  .  .  .  |           a meets the padding on the left
              | .  a  b  c  .  |
              | .  .  .  a  b  | c         c meets the padding on the right

    Its transpose ``A.T @ y`` is what is called a transposed convolution: it spreads each y out over the pixels
    that it would have been made from, w times y.

    Args:
        w: the kernel, shape (K,); it is not flipped.
        n: length of x, with n + 2 * padding >= K.
        stride: elements of x from one place to the next.
        padding: zeros added at each of the two ends of x.

    Returns:
        Shape ((n + 2 * padding - K) // stride + 1, n).
    """
    raise NotImplementedError("conv1d_matrix: not implemented yet")
