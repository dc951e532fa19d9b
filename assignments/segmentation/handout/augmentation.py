"""New images out of old ones, to train on: whatever is done to an image is done to its labels.

An image is a float32 or float64 tensor of shape (C, H, W): channels, rows, columns. Its labels are an int64 or uint8
tensor of shape (H, W): the class of each pixel, or `ignore`. A training loop draws the numbers at random; the functions
here get them as arguments, so that they do the same to both, and the same each time.

Every function returns an image and its labels, of the dtypes that came in. None changes a tensor that it is given, and
none uses a loop in any form: no `for` or `while`, no comprehension, no `map`, no recursion.
"""

from __future__ import annotations

import torch
from torch import Tensor


def flip_together(image: Tensor, labels: Tensor, left_right: bool, up_down: bool) -> tuple[Tensor, Tensor]:
    """Mirror an image and its labels: left to right, upside down, both, or neither.

    ::

        image     labels       left_right      up_down        both

        1 2 3     a b c        3 2 1  c b a    4 5 6  d e f    6 5 4  f e d
        4 5 6     d e f        6 5 4  f e d    1 2 3  a b c    3 2 1  c b a

    Args:
        image: shape (C, H, W).
        labels: shape (H, W).
        left_right: whether the first column becomes the last.
        up_down: whether the first row becomes the last.

    Returns:
        image: shape (C, H, W).
        labels: shape (H, W).
    """
    raise NotImplementedError("flip_together: not implemented yet")


def crop_together(
    image: Tensor, labels: Tensor, top: int, left: int, height: int, width: int, ignore: int = 255
) -> tuple[Tensor, Tensor]:
    """Cut the same window out of an image and its labels. It may reach over the edges, and lie outside altogether.

    What lies outside of the image is 0, and its label is `ignore`: nobody knows what is there::

        image     labels       top = -1, left = 1, height = 2, width = 3

        1 2 3     0 1 2        0 0 0      255 255 255
        4 5 6     3 4 5        2 3 0        1   2 255

    Args:
        image: shape (C, H, W).
        labels: shape (H, W).
        top: the row of the image that becomes the first one; may be negative, or H and more.
        left: the column of the image that becomes the first one; likewise.
        height: rows of the window, at least 1.
        width: columns of the window, at least 1.
        ignore: the label of what lies outside.

    Returns:
        image: shape (C, height, width).
        labels: shape (height, width).
    """
    raise NotImplementedError("crop_together: not implemented yet")


def resize_together(image: Tensor, labels: Tensor, size: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """Resize an image and its labels, larger or smaller: the image bilinearly, the labels by the nearest pixel.

    Between the classes 2 and 4 there is no class 3: labels must not be mixed. Pixels are squares, and the squares of
    the result cover the same area as before (``align_corners=False``), so along a side of H pixels the centre of pixel
    i of the new HO lies at ``s = (i + 1/2) * H / HO - 1/2``, where whole numbers are the centres of the old pixels::

        H = 2, HO = 4

        pixels    |     0     |    12     |      labels    |     a     |     b     |
        result    |  0  |  3  |  9  | 12  |      result    |  a  |  a  |  b  |  b  |

        s          -1/4   1/4   3/4   5/4

    The image at s is on the straight line between its two neighbours, as ``torch.nn.functional.interpolate`` does it
    with ``mode="bilinear"``, ``align_corners=False`` and without ``antialias``. The label at s is that of the square in
    which s lies: pixel ``floor((i + 1/2) * H / HO)``. Beware: ``mode="nearest"`` takes ``floor(i * H / HO)`` instead,
    up to half a pixel beside the image.

    Args:
        image: shape (C, H, W).
        labels: shape (H, W).
        size: rows and columns of the result, (HO, WO), each at least 1.

    Returns:
        image: shape (C, HO, WO).
        labels: shape (HO, WO).
    """
    raise NotImplementedError("resize_together: not implemented yet")
