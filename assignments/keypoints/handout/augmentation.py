"""New images out of old ones, to train on: whatever is done to an image is done to its keypoints.

Images are a float32 or float64 tensor of shape (N, C, H, W): images, channels, rows, columns. On each of them there are
the same K keypoints, such as the corners of the eyes. `visible`, bool, shape (N, K), says which of them can be seen.

`points`, of the dtype of the images and of shape (N, K, 2), says where they are: (x, y) in pixels, x first, to the
right, then down. The centre of the pixel at the top left is (0, 0), that of the one at the bottom right is
(W - 1, H - 1). A point that nobody knows is (NaN, NaN), and stays so.

Pixels are squares: an image reaches from -1/2 to W - 1/2 across and from -1/2 to H - 1/2 down, its edges included.

A training loop draws the numbers at random; the functions here get them as arguments. Everything keeps its dtype. No
function changes what it is given, and none uses a loop in any form: no `for` or `while`, no comprehension, no `map`, no
recursion.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor


def normalize(points: Tensor, size: tuple[int, int]) -> Tensor:
    """Give points in numbers from -1 to 1, whatever the size of the image: -1 and 1 are its outer edges.

    The edges are half a pixel beside the centres of the outer pixels, so these come close to -1 and 1 and do not reach
    them. It is what ``torch.nn.functional.grid_sample`` calls ``align_corners=False``::

        W = 4            |    0    |    1    |    2    |    3    |

        x              -1/2   0         1   3/2   2         3   7/2
        normalized      -1  -3/4      -1/4   0   1/4       3/4   1          (2 * x + 1) / W - 1

    and the same for y with H.

    Args:
        points: (x, y) in pixels, shape (N, K, 2).
        size: rows and columns of the image, (H, W).

    Returns:
        The points in such numbers, x before y, shape (N, K, 2).
    """
    raise NotImplementedError("normalize: not implemented yet")


def denormalize(points: Tensor, size: tuple[int, int]) -> Tensor:
    """Give normalized points in pixels again: the way back from `normalize`.

    ::

        W = 4            |    0    |    1    |    2    |    3    |

        normalized      -1  -3/4      -1/4   0   1/4       3/4   1
        x              -1/2   0         1   3/2   2         3   7/2         ((normalized + 1) * W - 1) / 2

    Args:
        points: as `normalize` gives them, shape (N, K, 2).
        size: rows and columns of the image, (H, W).

    Returns:
        (x, y) in pixels, shape (N, K, 2).
    """
    raise NotImplementedError("denormalize: not implemented yet")


def hflip(
    images: Tensor, points: Tensor, visible: Tensor, pairs: Sequence[tuple[int, int]]
) -> tuple[Tensor, Tensor, Tensor]:
    """Mirror images left to right, and say of their keypoints what is true in the mirror.

    Two things happen to the points. Their places are mirrored: the pixel in column x goes to column ``W - 1 - x``. And
    they change their names: a left eye becomes, in the mirror, a right one. Who forgets that teaches the network that
    left and right are the same. So the two points of each pair change places in the list, and their visibility with
    them; a point of no pair, like a nose, keeps its number::

        W = 5, pairs = ((0, 1),)         x        visible     mirrored x      visible

        0  left eye                      3          yes        4 - 1 = 3        no
        1  right eye                     1          no         4 - 3 = 1        yes
        2  nose                          2.5        yes        4 - 2.5 = 1.5    yes

    Args:
        images: shape (N, C, H, W).
        points: (x, y) in pixels, shape (N, K, 2).
        visible: bool, shape (N, K).
        pairs: the numbers of points that are left and right of the same; there may be none.

    Returns:
        images: shape (N, C, H, W).
        points: shape (N, K, 2).
        visible: bool, shape (N, K).
    """
    raise NotImplementedError("hflip: not implemented yet")


def rotate(images: Tensor, points: Tensor, visible: Tensor, degrees: float) -> tuple[Tensor, Tensor, Tensor]:
    """Turn images about their middle, counterclockwise as one sees them, and their keypoints with them.

    The middle is c = ((W - 1) / 2, (H - 1) / 2). By a quarter of a turn what is right of it comes to lie above it::

        degrees = 90         before        after           (x, y) - c        before      after

                             . . .         . a .           a                 ( 1,  0)    ( 0, -1)
                             . . a         . . .           b                 ( 0,  1)    ( 1,  0)
                             . b .         . . b

    (b is at the bottom before, on the right after.) With y pointing down, a point at (dx, dy) from the middle goes to::

        (cos(t) * dx + sin(t) * dy,  -sin(t) * dx + cos(t) * dy)        t = degrees * pi / 180

    An image is turned the other way round: for each pixel of the result, find the place that it comes from, and read
    the old image there. ``torch.nn.functional.grid_sample`` reads bilinearly at normalized places, with
    ``align_corners=False`` and ``padding_mode="zeros"``: what lies outside of the image is 0. The size stays.

    A point that was turned out of the image cannot be seen any more: it becomes invisible. On the edge it can.

    Args:
        images: shape (N, C, H, W).
        points: (x, y) in pixels, shape (N, K, 2).
        visible: bool, shape (N, K).
        degrees: by how much, the same for all images; may be negative.

    Returns:
        images: shape (N, C, H, W).
        points: where they are after the turn, also those outside, shape (N, K, 2).
        visible: bool, shape (N, K).
    """
    raise NotImplementedError("rotate: not implemented yet")


def crop_resize(
    images: Tensor, points: Tensor, visible: Tensor, box: tuple[int, int, int, int], size: tuple[int, int]
) -> tuple[Tensor, Tensor, Tensor]:
    """Cut the same box out of all images and bring it to a size, as one does with the box around a face.

    The squares of the new pixels cover the same area as those of the old ones, so that the edges fall on the edges.
    Centres do not fall on centres, unless the size stays: there is a half pixel to be put on and taken off again::

        left = 2, width = 2, WO = 4

        old pixels    |    1    |    2    |    3    |
        new pixels              | 0  | 1  | 2  | 3  |

        x               1      3/2   2        3   7/2
        new x         -3/2    -1/2  1/2      5/2  7/2          (x - left + 1/2) * WO / width - 1/2

    The image is resized as ``torch.nn.functional.interpolate`` does it, with ``mode="bilinear"``,
    ``align_corners=False`` and without ``antialias``, from the pixels of the box alone.

    A point outside of the box cannot be seen any more: it becomes invisible. On the edge of the box it can.

    Args:
        images: shape (N, C, H, W).
        points: (x, y) in pixels, shape (N, K, 2).
        visible: bool, shape (N, K).
        box: first row, first column, rows and columns: (top, left, height, width); it lies in the image.
        size: rows and columns of the result, (HO, WO).

    Returns:
        images: shape (N, C, HO, WO).
        points: where they are in the result, also those outside, shape (N, K, 2).
        visible: bool, shape (N, K).
    """
    raise NotImplementedError("crop_resize: not implemented yet")
