"""What a network for keypoints learns from: two losses of heatmaps, and one of the points themselves.

A point that is not visible, or that nobody knows, counts for nothing: it does not change the loss, neither above the
line nor below it, and its gradient is 0. Where no point counts the loss is 0 and not 0 / 0, and so is its gradient. The
mean is over all points of the batch that count, not first over each image.

A loss is one number, a tensor without axes of the dtype of what the network gave (float32 or float64), and autograd can
go back through it. No function here changes a tensor that it is given, and none uses a loop in any form: no `for` or
`while`, no comprehension, no `map`, no recursion.
"""

from __future__ import annotations

import torch
from torch import Tensor


def heatmap_l2(pred: Tensor, target: Tensor, visible: Tensor) -> Tensor:
    """Compare heatmaps cell by cell: the mean of the squared differences, over the maps of the visible points.

    ::

        pred             target           squared               visible

        0.5  1           0    1           0.25   0               yes         mean = (0.25 + 0 + 0 + 0.25) / 4 = 0.125
        0    0.5         0    0           0      0.25

        0.9  0.9         0    0           ...                    no          counts for nothing

    With the background there are K + 1 maps: give `visible` one more column, true where the background counts.

    Args:
        pred: the maps that the network gave, shape (N, K, H, W).
        target: those that it should have given, shape (N, K, H, W).
        visible: bool, shape (N, K).

    Returns:
        The loss, shape ().
    """
    raise NotImplementedError("heatmap_l2: not implemented yet")


def heatmap_cross_entropy(scores: Tensor, target: Tensor, visible: Tensor) -> Tensor:
    """Ask in which of the H * W cells the point is: a classification of the cells of each map.

    The scores of a map become probabilities p over all its cells, by a softmax over rows and columns together. The
    target becomes probabilities q, too: it is divided by its sum, for a bell of `make_heatmaps` sums up to anything.
    Then it is the cross-entropy ``-sum of q * log(p)``::

        scores (1 x 3 cells)     p                   target           q                loss of the map

        0   log 2   0            1/4  1/2  1/4       0   1    0.5     0  2/3  1/3      -2/3 * log(1/2) - 1/3 * log(1/4)
                                                                                           = 0.924

    The loss is the mean over the maps of visible points. The target of an invisible one is often 0 everywhere: there is
    nothing to divide by. Scores may be as large as 1000: ``log(p)`` is finite all the same, if it is not taken of p.

    Args:
        scores: of any values, shape (N, K, H, W).
        target: at least 0, and above 0 somewhere in each map of a visible point, shape (N, K, H, W).
        visible: bool, shape (N, K).

    Returns:
        The loss, shape ().
    """
    raise NotImplementedError("heatmap_cross_entropy: not implemented yet")


def masked_regression_loss(pred: Tensor, target: Tensor) -> Tensor:
    """Compare points with points: the mean squared distance, over the points that are known.

    What nobody knows is NaN in the target, as in the tables of many data sets. A point of which x or y is NaN counts
    for nothing::

        pred             target            squared distance

        ( 3,  4)         (  0,   0)        9 + 16 = 25
        (10, 20)         ( 10,  18)        0 + 4  = 4            loss = (25 + 4) / 2 = 14.5
        ( 1,  1)         (NaN, NaN)        none

    Beware: NaN * 0 is NaN. What is to count for nothing has to be taken out before anything is squared or multiplied:
    otherwise the loss may look right, and the gradient is NaN all the same; after one step, so is the network.

    Args:
        pred: (x, y), shape (N, K, 2).
        target: (x, y), some of them NaN, shape (N, K, 2).

    Returns:
        The loss, shape ().
    """
    raise NotImplementedError("masked_regression_loss: not implemented yet")
