"""From keypoints to heatmaps and back.

A heatmap says of each place of an image how much it looks like a keypoint. Networks learn such maps more easily than
two numbers, and what they learned can be looked at. There is one map for each of the K points, and perhaps one more for
what is no point at all, the background.

Points are (x, y) in pixels of the image; the centre of the pixel at the top left is (0, 0). Maps are often smaller than
the image: a cell of the map then covers `stride` x `stride` pixels, and the centre of the cell in row i and column j
lies at the pixel

    x = stride * (j + 1/2) - 1/2        y = stride * (i + 1/2) - 1/2

    stride = 1    pixels    |  0  |  1  |  2  |  3  |        stride = 2    pixels    |  0  |  1  |  2  |  3  |
                  cells     |  0  |  1  |  2  |  3  |                      cells     |     0     |     1     |
                  x            0     1     2     3                         x              1/2         5/2

Everything keeps its dtype, float32 or float64. No function changes a tensor that it is given, and none uses a loop in
any form: no `for` or `while`, no comprehension, no `map`, no recursion.
"""

from __future__ import annotations

import torch
from torch import Tensor


def make_heatmaps(
    points: Tensor,
    size: tuple[int, int],
    sigma: float,
    visible: Tensor,
    background: bool = True,
    stride: int = 1,
) -> Tensor:
    """Draw what a network should answer: for each point a bell, highest where the point is.

    The value of a cell depends on the distance d between its centre and the point, both in pixels::

        exp(-d**2 / (2 * sigma**2))

        cells                   0      1      2      3      4

        x = 2,   sigma = 1    0.135  0.607    1    0.607  0.135      at the point it is 1, whatever sigma is:
        x = 2.5, sigma = 1    0.044  0.325  0.882  0.882  0.325      it is not divided by the sum

    The point is not moved to the nearest cell before: half-way between two cells, both get the same. A network that
    learns from rounded points cannot find them better than that, and its loss does not tell.

    The map of a point that is not visible is 0 everywhere, also where the point is (NaN, NaN). The last map is the
    background: ``1 - (the largest value of the K maps in that cell)``.

    Args:
        points: (x, y) in pixels of the image, also between and beside the pixels, shape (N, K, 2).
        size: rows and columns of the maps, (H, W).
        sigma: how wide the bells are, in pixels of the image.
        visible: bool, shape (N, K).
        background: whether there is a map of the background.
        stride: how many pixels a cell is wide and high.

    Returns:
        Values from 0 to 1, of the dtype of the points, shape (N, K + 1, H, W), or (N, K, H, W) without background.
    """
    raise NotImplementedError("make_heatmaps: not implemented yet")


def decode_argmax(heatmaps: Tensor, stride: int = 1) -> Tensor:
    """Find the highest cell of each map, and look at its neighbours for a quarter of a cell.

    The point is hardly ever exactly in the middle of the highest cell. Which way it lies from there, the neighbours
    tell: it is moved a quarter of a cell towards the higher one of the two, left and right, and so up and down::

        cells          0.1  0.5  0.9  0.7  0.2        the highest is cell 2; 0.7 > 0.5: it is moved to the right
        column                        2.25

    Where both neighbours are the same it stays; so it does where one of them is missing because the cell is at the edge
    of the map, on that axis and not on the other. Of several cells that are the highest, it is the first, row by row.
    All this is in cells; the result is in pixels of the image, see the top of this file.

    Args:
        heatmaps: one map for each point, without that of the background, shape (N, K, H, W).
        stride: how many pixels a cell is wide and high.

    Returns:
        (x, y) in pixels of the image, of the dtype of the maps, shape (N, K, 2).
    """
    raise NotImplementedError("decode_argmax: not implemented yet")


def soft_argmax(scores: Tensor, temperature: float = 1.0, stride: int = 1) -> Tensor:
    """Find where the scores are, on average: an argmax that has a gradient, and can answer between the cells.

    Scores become probabilities, over all cells of a map together, rows and columns. The answer is the mean of the
    centres of the cells, each as important as it is likely::

        probability = exp(score / temperature) / (sum of that over all H * W cells)

        score / temperature     0    log 2   log 5    0        x = 0 * 1/9 + 1 * 2/9 + 2 * 5/9 + 3 * 1/9 = 1.667
        probability            1/9    2/9     5/9    1/9

    The lower the temperature, the nearer it comes to the argmax; the higher, the nearer to the middle of the map. Of a
    heatmap from 0 to 1, the many cells near 0 draw the mean to the middle unless the temperature is low.

    Scores may be as large as 1000, divided by a temperature of 0.01, where ``exp`` gives infinity. Subtracting the same
    number from all scores of a map changes nothing; torch's softmax does that.

    Args:
        scores: one map for each point, of any values, shape (N, K, H, W).
        temperature: above 0.
        stride: how many pixels a cell is wide and high; see the top of this file.

    Returns:
        (x, y) in pixels of the image, of the dtype of the scores, shape (N, K, 2).
    """
    raise NotImplementedError("soft_argmax: not implemented yet")
