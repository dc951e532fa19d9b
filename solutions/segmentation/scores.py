"""How good a segmentation is: count pixels once, in a confusion matrix, and take all scores from that.

Counts add up over the images of a whole data set, ratios do not. So a matrix is made of every batch, the matrices are
added, and only then is anything divided: a score of the data set, not a mean of scores of images.

No function here changes a tensor that it is given, and none uses a loop in any form: no `for` or `while`, no
comprehension, no `map`, no recursion.
"""

from __future__ import annotations

import torch
from torch import Tensor


def predict(logits: Tensor) -> Tensor:
    """Choose for each pixel the class with the highest score.

    For one pixel and three classes::

        logits              predicted
        -2   -1   -3            1         no softmax is needed, and no threshold

    Args:
        logits: the scores of a network, shape (N, C, H, W): images, classes, rows, columns.

    Returns:
        Class numbers, int64, shape (N, H, W).
    """
    # BEGIN SOLUTION
    return logits.argmax(dim=1)
    # END SOLUTION


def confusion_matrix(pred: Tensor, target: Tensor, classes: int, ignore: int = 255) -> Tensor:
    """Count how many pixels of each class were taken for which class.

    ::

        target           pred             matrix
        0   0   1        0   1   1                       predicted
        1   2   255      1   0   2                       0   1   2
                                            true   0     1   1   0
                                                   1     0   2   0
                                                   2     1   0   0

    Rows are the true classes, columns the predicted ones. A pixel whose target is `ignore` is not counted; what was
    predicted there does not matter.

    ``torch.bincount`` counts how often each number occurs. Which number could stand for a pair of classes?

    Args:
        pred: class numbers 0 ... classes - 1; int64 or uint8, of any shape.
        target: class numbers, or `ignore`; int64 or uint8, of the same shape.
        classes: how many there are, K, up to 200.
        ignore: the label of pixels that do not count; any number, also a negative one, or that of a class.

    Returns:
        Numbers of pixels, int64, shape (K, K).
    """
    # BEGIN SOLUTION
    counts = target != ignore
    pairs = classes * target[counts].long() + pred[counts].long()
    return torch.bincount(pairs, minlength=classes * classes).reshape(classes, classes)
    # END SOLUTION


def pixel_accuracy(matrix: Tensor) -> float:
    """Compute the share of the counted pixels that were given their true class.

    ::

        matrix
        3 1 0
        0 4 0         (3 + 4 + 0) / 8 = 0.875
        0 0 0

    Args:
        matrix: a confusion matrix, int64, shape (K, K); there may be billions of pixels in it.

    Returns:
        A number from 0 to 1; 0 if nothing was counted. A tensor without axes will do, too.
    """
    # BEGIN SOLUTION
    return matrix.diagonal().sum().item() / max(matrix.sum().item(), 1)
    # END SOLUTION


def mean_iou(matrix: Tensor) -> float:
    """Average the intersection over union of the classes that were seen.

    For each class: the pixels that are and were predicted this class, divided by those that are or were predicted
    it. A class that was neither there nor predicted has no union and is left out; one that was only predicted has an
    IoU of 0 and counts::

        matrix          class    both    either           IoU
        3 1 0           0        3       3 + 1            3/4
        0 4 0           1        4       4 + 1            4/5
        0 0 0           2        0       0                none: left out

                                         mean_iou = (3/4 + 4/5) / 2 = 0.775

    Args:
        matrix: a confusion matrix, int64, shape (K, K), rows are true classes.

    Returns:
        A number from 0 to 1; 0 if nothing was counted. A tensor without axes will do, too.
    """
    # BEGIN SOLUTION
    both = matrix.diagonal()
    either = matrix.sum(dim=0) + matrix.sum(dim=1) - both
    seen = either > 0
    return (both[seen].double() / either[seen]).sum().item() / max(seen.sum().item(), 1)
    # END SOLUTION
