"""How good predicted keypoints are: how far away on average, and how many are near enough.

Points are (x, y) in pixels, float32 or float64, shape (N, K, 2). `visible`, bool, shape (N, K), says which of them
count; where it is false, the target may be anything, also NaN. The mean is over all points of the batch that count,
not first over each image. Where none counts there is nothing to be good at: the score is NaN.

No function here changes a tensor that it is given, and none uses a loop in any form: no `for` or `while`, no
comprehension, no `map`, no recursion.
"""

from __future__ import annotations

import torch
from torch import Tensor


def mean_pixel_error(pred: Tensor, target: Tensor, visible: Tensor) -> float:
    """Average the distances between predicted and true points, in pixels, over the visible points.

    ::

        pred            target          visible      distance

        (3, 4)          (0, 0)            yes        sqrt(9 + 16) = 5
        (7, 1)          (7, 2)            yes        1                      mean_pixel_error = (5 + 1) / 2 = 3
        (0, 0)          (NaN, NaN)        no         none

    Args:
        pred: shape (N, K, 2).
        target: shape (N, K, 2).
        visible: bool, shape (N, K).

    Returns:
        Pixels, at least 0; NaN if no point is visible. A tensor without axes will do, too.
    """
    raise NotImplementedError("mean_pixel_error: not implemented yet")


def pck(pred: Tensor, target: Tensor, visible: Tensor, reference: Tensor, alpha: float) -> float:
    """Compute the percentage of correct keypoints, as a share: of the visible points, how many are near enough.

    How near is enough depends on how large the face or the body is in the image: at most `alpha` times a reference
    length, such as the distance between the eyes. A point exactly that far away counts as correct::

        reference = 10, alpha = 0.5          distance        correct

                                             4.9             yes
                                             5               yes
                                             5.1             no            pck = 2 / 3

    A prediction that is NaN is not correct.

    Args:
        pred: shape (N, K, 2).
        target: shape (N, K, 2).
        visible: bool, shape (N, K).
        reference: a length for each image, in pixels, above 0, shape (N,).
        alpha: the tolerance, as a fraction of the reference length.

    Returns:
        A number from 0 to 1; NaN if no point is visible. A tensor without axes will do, too.
    """
    raise NotImplementedError("pck: not implemented yet")
