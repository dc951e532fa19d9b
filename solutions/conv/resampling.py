"""Fewer pixels, more pixels: average pooling, transposed convolution, unpooling and interpolation, without loops.

A batch of images is a float64 array of shape (N, C, H, W): images, channels, rows, columns. No function here
changes an array that it is given, and none uses a loop in any form: no `for` or `while`, no comprehension, no
`map`, no `np.vectorize`, no recursion. This file stands alone: it needs nothing from your other files.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np


# BEGIN SOLUTION
def windows(x: np.ndarray, kernel: tuple[int, int], stride: int) -> np.ndarray:
    """What a kernel sees at each of its places: a view of `x`, shape (N, C, HO, WO, KH, KW)."""
    at_stride_one = np.lib.stride_tricks.sliding_window_view(x, kernel, axis=(2, 3))
    return at_stride_one[:, :, ::stride, ::stride]


def add_to_windows(stamps: np.ndarray, shape: tuple[int, ...], stride: int) -> np.ndarray:
    """The way back: images of `shape`, zero but for the `stamps` that are added up, one in each window."""
    places = windows(np.arange(math.prod(shape)).reshape(shape), stamps.shape[4:], stride)  # flat positions
    return np.bincount(places.ravel(), weights=stamps.ravel(), minlength=math.prod(shape)).reshape(shape)


def sample_positions(n: int, n_out: int, align_corners: bool) -> np.ndarray:
    """Where along a side of `n` pixels the `n_out` samples lie, in pixels; none lies beyond the outer pixels."""
    i = np.arange(n_out)
    s = i * (n - 1) / max(n_out - 1, 1) if align_corners else (i + 0.5) * n / n_out - 0.5
    return np.clip(s, 0, n - 1)


def tents(n: int, n_out: int, align_corners: bool) -> np.ndarray:
    """The weight of each pixel in each sample, shape (n_out, n): 1 at the pixel, 0 at its neighbours and beyond."""
    distance = sample_positions(n, n_out, align_corners)[:, None] - np.arange(n)
    return np.maximum(0.0, 1.0 - abs(distance))


# END SOLUTION


def avg_pool2d_forward(x: np.ndarray, kernel: tuple[int, int], stride: int) -> tuple[np.ndarray, Any]:
    """Replace each window by its mean, channel by channel.

    ::

        x                kernel = (2, 2), stride = 2

        1 5 | 2 0 | 9
        3 7 | 4 6 | 1    4 3
        ----+-----+--    5 2     the last column is left over
        8 2 | 1 3 | 3
        4 6 | 4 0 | 4

    Args:
        x: shape (N, C, H, W); there is no padding.
        kernel: rows and columns of the window, (KH, KW), with KH <= H and KW <= W.
        stride: pixels from one window to the next, down as well as across; windows may overlap.

    Returns:
        out: shape (N, C, HO, WO) with HO = (H - KH) // stride + 1 and WO = (W - KW) // stride + 1.
        cache: whatever your `avg_pool2d_backward` needs; nobody else looks at it.
    """
    # BEGIN SOLUTION
    return windows(x, kernel, stride).mean(axis=(4, 5)), (x.shape, kernel, stride)
    # END SOLUTION


def avg_pool2d_backward(dout: np.ndarray, cache: Any) -> np.ndarray:
    """Carry the gradient of a loss back through `avg_pool2d_forward`.

    Every pixel of a window had the same part in its mean, so each gets the same share of the window's gradient,
    ``dout[n, c, i, j] / (KH * KW)``. What a pixel gets from several windows adds up; for windows of 2 x 2 at stride 1::

        dout      shares of the 4    shares of the 8    dx
        4 8       1 1 .              . 2 2              1 3 2
                  1 1 .         +    . 2 2         =    1 3 2

    Args:
        dout: shape (N, C, HO, WO).
        cache: what `avg_pool2d_forward` returned for these images; it may be used more than once.

    Returns:
        dx: shape (N, C, H, W); pixels that no window saw have gradient 0.
    """
    # BEGIN SOLUTION
    shape, kernel, stride = cache
    share = dout[..., None, None] / math.prod(kernel)
    return add_to_windows(np.broadcast_to(share, (*dout.shape, *kernel)), shape, stride)
    # END SOLUTION


def conv_transpose2d_forward(
    x: np.ndarray, w: np.ndarray, b: np.ndarray, stride: int = 1, padding: int = 0
) -> tuple[np.ndarray, Any]:
    """Print a stamp for every pixel: the transposed convolution, which makes images larger.

    Each pixel of `x` prints the kernel, times its own value. The next pixel prints `stride` further on, and where
    prints overlap they add up. In the end `padding` rows and columns are cut off on each of the four sides, and
    the bias is added. Along one side::

        x = 1 2    w = 10 20 30    stride = 2    b = 0

        1 * w      10 20 30
        2 * w            20 40 60
                   --------------
        out        10 20 50 40 60     with padding = 0
                      20 50 40        with padding = 1

    Hence the name: as matrices, this one (without the bias) and the convolution with the same `w`, `stride` and
    `padding` are each other's transpose. It undoes its shape, not its values. With `big` before the cut::

        big[n, f, i * stride + u, j * stride + v] += x[n, c, i, j] * w[c, f, u, v]    for all n, c, i, j, f, u, v
        out[n, f] = b[f] + big[n, f] without its outer `padding` rows and columns

    Args:
        x: images, shape (N, C, H, W).
        w: kernels, shape (C, F, KH, KW): the channels of `x` come first here, as in PyTorch.
        b: one bias per output channel, shape (F,).
        stride: pixels from one print to the next, down as well as across.
        padding: rows and columns that are cut off on each side; something is left.

    Returns:
        out: shape (N, F, HO, WO), HO = (H - 1) * stride - 2 * padding + KH, and WO likewise.
        cache: whatever your `conv_transpose2d_backward` needs; nobody else looks at it.
    """
    # BEGIN SOLUTION
    (N, _, H, W), (_, F, KH, KW) = x.shape, w.shape
    HB, WB = (H - 1) * stride + KH, (W - 1) * stride + KW
    stamps = np.moveaxis(np.tensordot(x, w, axes=(1, 0)), 3, 1)  # (N, F, H, W, KH, KW)
    big = add_to_windows(stamps, (N, F, HB, WB), stride)
    out = big[:, :, padding : HB - padding, padding : WB - padding] + b[:, None, None]
    return out, (x, w, stride, padding)
    # END SOLUTION


def conv_transpose2d_backward(dout: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry the gradient of a loss L back through `conv_transpose2d_forward`.

    A pixel printed into one window, so it hears from that window: the kernel slides over `dout` as in an ordinary
    convolution. What was cut off hears nothing: put zeros there first. Along one side::

        x = 1 2    w = 10 20 30    stride = 2    padding = 0

        dout       1  0  2  0  3
                   [-----]              dx[0] = 1 * 10 + 0 * 20 + 2 * 30 = 70
                         [-----]        dx[1] = 2 * 10 + 0 * 20 + 3 * 30 = 110

        dw         1 * (1 0 2) + 2 * (2 0 3) = 5 0 8
        db         1 + 0 + 2 + 0 + 3 = 6

    Args:
        dout: shape (N, F, HO, WO).
        cache: what `conv_transpose2d_forward` returned for these images; it may be used more than once.

    Returns:
        dx: shape (N, C, H, W).
        dw: shape (C, F, KH, KW).
        db: shape (F,).
    """
    # BEGIN SOLUTION
    x, w, stride, padding = cache
    border = (padding, padding)
    heard = windows(np.pad(dout, ((0, 0), (0, 0), border, border)), w.shape[2:], stride)  # (N, F, H, W, KH, KW)
    dx = np.tensordot(heard, w, axes=((1, 4, 5), (1, 2, 3)))  # (N, H, W, C)
    dw = np.tensordot(x, heard, axes=((0, 2, 3), (0, 2, 3)))
    return np.moveaxis(dx, -1, 1), dw, dout.sum(axis=(0, 2, 3))
    # END SOLUTION


def max_unpool2d(x: np.ndarray, indices: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Put every maximum back where max pooling found it; all other pixels are 0.

    A position is counted row by row within one plane, that is, one channel of one image of the output::

        positions        x      indices       out, size = (4, 4)

         0  1  2  3                           0 0 0 9
         4  5  6  7      7 9     5  3         0 7 0 0
         8  9 10 11      8 6     8 14         8 0 0 0
        12 13 14 15                           0 0 6 0

    Where pooling windows overlapped, one pixel may have been the maximum of several. Its position is then named
    several times, each time with the value of that one pixel, which is put there as it is: values are not added
    up. Two different values for one position do not occur.

    Args:
        x: maxima, shape (N, C, H, W).
        indices: their positions, int64, shape (N, C, H, W), 0 <= indices < HO * WO, as
            ``torch.nn.functional.max_pool2d(..., return_indices=True)`` gives them.
        size: rows and columns of the output, (HO, WO).

    Returns:
        Shape (N, C, HO, WO).
    """
    # BEGIN SOLUTION
    planes = x.shape[:2]
    out = np.zeros((*planes, math.prod(size)))
    np.put_along_axis(out, indices.reshape(*planes, -1), x.reshape(*planes, -1), axis=2)
    return out.reshape(*planes, *size)
    # END SOLUTION


def upsample_nearest(x: np.ndarray, factor: int) -> np.ndarray:
    """Make a block of `factor` x `factor` equal pixels out of each pixel.

    ::

        x      factor = 2      factor = 3

                               1 1 1 2 2 2
               1 1 2 2         1 1 1 2 2 2
        1 2    1 1 2 2         1 1 1 2 2 2
        3 4    3 3 4 4         3 3 3 4 4 4
               3 3 4 4         3 3 3 4 4 4
                               3 3 3 4 4 4

    Args:
        x: shape (N, C, H, W).
        factor: at least 1.

    Returns:
        Shape (N, C, factor * H, factor * W).
    """
    # BEGIN SOLUTION
    return x.repeat(factor, axis=2).repeat(factor, axis=3)
    # END SOLUTION


def bed_of_nails(x: np.ndarray, factor: int) -> np.ndarray:
    """Put each pixel at the top left of a block of `factor` x `factor` pixels that are 0 otherwise.

    ::

        x      factor = 2      factor = 3

                               1 0 0 2 0 0
               1 0 2 0         0 0 0 0 0 0
        1 2    0 0 0 0         0 0 0 0 0 0
        3 4    3 0 4 0         3 0 0 4 0 0
               0 0 0 0         0 0 0 0 0 0
                               0 0 0 0 0 0

    Args:
        x: shape (N, C, H, W).
        factor: at least 1.

    Returns:
        Shape (N, C, factor * H, factor * W).
    """
    # BEGIN SOLUTION
    N, C, H, W = x.shape
    out = np.zeros((N, C, factor * H, factor * W))
    out[:, :, ::factor, ::factor] = x
    return out
    # END SOLUTION


def upsample_bilinear(x: np.ndarray, size: tuple[int, int], align_corners: bool) -> np.ndarray:
    """Resize by sampling between the pixels, larger or smaller, in one of two conventions.

    Sample i of HO lies at position s among the pixels 0 ... H - 1 of a side. Where a side of two pixels, with the
    values 0 and 12, becomes one of four::

        align_corners=True     pixels are points, and the outer samples lie on the outer pixels
            s = i * (H - 1) / (HO - 1),  or s = 0 where HO = 1

            pixels       0-----------------12
            samples      0-----4-----8-----12            s =  0    1/3  2/3  1

        align_corners=False    pixels are squares, and the samples' squares cover the same length
            s = (i + 1/2) * H / HO - 1/2

            pixels    |     0     |    12     |
            samples   |  0  |  3  |  9  | 12  |          s = -1/4  1/4  3/4  5/4

    A position before the first pixel is moved to it, and one after the last to that: there, -1/4 becomes 0 and
    5/4 becomes 1. Between the pixels k and k + 1 the value goes from one to the other in a straight line::

        (1 - t) * x[k] + t * x[k + 1]    where s = k + t, 0 <= t < 1

    Down and across, this is done one after the other; which comes first makes no difference. When the image gets
    smaller the same formulas hold: pixels between the samples are passed over, not averaged.

    Args:
        x: shape (N, C, H, W).
        size: rows and columns of the output, (HO, WO), each at least 1.
        align_corners: the convention, as in ``torch.nn.functional.interpolate(..., mode="bilinear")``.

    Returns:
        Shape (N, C, HO, WO).
    """
    # BEGIN SOLUTION
    (H, W), (HO, WO) = x.shape[2:], size
    return tents(H, HO, align_corners) @ x @ tents(W, WO, align_corners).T
    # END SOLUTION
