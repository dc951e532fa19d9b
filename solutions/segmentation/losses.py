"""What a network for segmentation learns from: two losses over the pixels of a batch.

`logits` are the scores that a network gives, a float32 or float64 tensor of shape (N, C, H, W): images, classes, rows,
columns. `target` holds the right class of each pixel, int64, shape (N, H, W), or the label `ignore` where nobody knows
it: such a pixel counts for nothing. A loss is one number, a tensor without axes of the dtype of the logits, and
autograd can go back through it.

No function here changes a tensor that it is given, and none uses a loop in any form: no `for` or `while`, no
comprehension, no `map`, no recursion.
"""

from __future__ import annotations

import torch
from torch import Tensor


def cross_entropy(logits: Tensor, target: Tensor, ignore: int = 255, weight: Tensor | None = None) -> Tensor:
    """Measure how surprised the network is by the right class, on average over the pixels that count.

    A pixel with the scores s and the right class t has the loss ``-log(softmax(s)[t])``::

        s               softmax(s)        t     loss of the pixel
        0   log 3       1/4   3/4         1     -log(3/4) = 0.288
        0   0           1/2   1/2         0     -log(1/2) = 0.693
        5   9           ...               255   none: it is ignored

                                                mean = (0.288 + 0.693) / 2 = 0.490

    The mean is over all pixels of the batch that count, not first over each image. With class weights it is a weighted
    mean: a pixel counts as much as its right class weighs, above the line and below it::

        loss = sum of weight[t] * (loss of the pixel) / sum of weight[t]     over the pixels that count

    Scores may be as large as 1000, where ``exp`` gives infinity and ``log(softmax(s))`` the log of 0. The loss is
    finite all the same: ``log(softmax(s)[t]) = s[t] - log(sum of exp(s))``, and torch has functions for the second
    term, or for the whole, that keep within bounds.

    Args:
        logits: shape (N, C, H, W).
        target: class numbers 0 ... C - 1, or `ignore`; int64, shape (N, H, W).
        ignore: the label of pixels that do not count; any number, also a negative one, or that of a class.
        weight: one for each class, at least 0, shape (C,), of the dtype of the logits; None: all count the same.

    Returns:
        The loss, shape (). Where nothing counts (all is ignored, or has weight 0) it is 0, and so is its gradient.
    """
    # BEGIN SOLUTION
    counts = target != ignore
    right = torch.where(counts, target, 0)
    surprise = -logits.log_softmax(dim=1).gather(1, right[:, None])[:, 0]
    share = counts.to(logits.dtype) if weight is None else torch.where(counts, weight[right], 0)
    total = share.sum()
    return (share * surprise).sum() / torch.where(total > 0, total, 1)
    # END SOLUTION


def soft_iou_loss(logits: Tensor, target: Tensor, ignore: int = 255) -> Tensor:
    """Measure how little prediction and truth overlap: 1 minus a mean IoU that has a gradient.

    IoU is intersection over union. Counted in pixels it takes steps, and steps have no gradient. So let X be the
    probabilities of a class, ``softmax(logits)``, and Y be 1 where it is the right class and 0 elsewhere::

        X            Y         X * Y        X + Y - X * Y
        0.9 0.2      1 0       0.9 0         1   0.2
        0.6 0.5      1 0       0.6 0         1   0.5

                               I = 1.5       U = 2.7         IoU = I / U = 0.556

    I and U are sums over all pixels of the batch that count::

        I[c] = sum of X[c] * Y[c]      U[c] = sum of X[c] + Y[c] - X[c] * Y[c]
        loss = 1 - mean of I[c] / U[c]     over the classes c that are the right class of some pixel that counts

    A class that no such pixel has is left out of the mean: its I is 0 whatever the network says.

    Args:
        logits: shape (N, C, H, W), up to 1000 in size.
        target: class numbers 0 ... C - 1, or `ignore`; int64, shape (N, H, W).
        ignore: as for `cross_entropy`.

    Returns:
        The loss, from 0 to 1, shape (). Where all is ignored it is 0, and so is its gradient.
    """
    # BEGIN SOLUTION
    counts = (target != ignore)[:, None]  # (N, 1, H, W)
    classes = torch.arange(logits.shape[1], device=logits.device).reshape(-1, 1, 1)
    truth = (counts & (target[:, None] == classes)).to(logits.dtype)
    likely = logits.softmax(dim=1) * counts
    both = (likely * truth).sum(dim=(0, 2, 3))
    either = (likely + truth).sum(dim=(0, 2, 3)) - both
    seen = truth.sum(dim=(0, 2, 3)) > 0
    ratio = both / torch.where(seen, either, 1)
    return (seen * (1 - ratio)).sum() / seen.sum().clamp(min=1)
    # END SOLUTION
