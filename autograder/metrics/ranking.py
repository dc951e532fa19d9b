"""Average precision: how well the scores of a class put its pixels before all others."""

from __future__ import annotations

import torch
from torch import Tensor

from autograder.metrics.confusion import confusion_matrix


def average_precision(scores: Tensor, target: Tensor, ignore: int | None = None) -> Tensor:
    """Average precision of each class against all others: the area under the steps of its precision over its recall.

        Σ (R_n − R_{n−1}) · P_n

    over the distinct scores of the class from the highest down, with P_n and R_n the precision and the recall of
    predicting the class wherever its score is at least the n-th. Pixels with the same score thus come at once, in no
    order. Nothing is interpolated. It is the definition of scikit-learn's `average_precision_score`.

    Pixels are ranked over all images together, so the value of a data set cannot be made of values of its parts.

    Args:
        scores: larger is more confident; only their order within a class matters. Shape (N, K, …), such as (N, K, H, W)
            for images or (N, K) for single pixels; any real dtype of at least 16 bits, or integers; ±∞ allowed.
        target: true classes, shape (N, …); any integer dtype.
        ignore: the label in `target` of pixels that do not count, whatever their scores.

    Returns:
        Fractions in [0, 1], float64, shape (K,); NaN for classes that are not in the target.

    Raises:
        TypeError: scores that have no order, or a target that is not of integers.
        ValueError: shapes that do not fit, a score that is NaN, or a label that is neither a class nor ignored.

    Memory beyond the inputs: about 50 bytes per pixel; classes come one after the other.

    Source: Manning, Raghavan, Schütze 2008, "Introduction to Information Retrieval", section 8.4.

    >>> scores = torch.tensor([[0.9, 0.1], [0.4, 0.6], [0.6, 0.4], [0.3, 0.7]])
    >>> average_precision(scores, torch.tensor([0, 0, 1, 1]))
    tensor([0.8333, 0.8333], dtype=torch.float64)
    """
    _require_fit(scores, target)
    classes = scores.shape[1]
    frequent = confusion_matrix(torch.zeros_like(target, dtype=torch.uint8), target, classes, ignore).sum(1).tolist()
    target = target.to(torch.int64)
    counted = torch.ones_like(target, dtype=torch.bool) if ignore is None else target != ignore
    _require_numbers(scores, counted)
    labels = target[counted]
    values = [
        _of_class(scores.detach()[:, number][counted], labels == number) if frequent[number] else torch.nan
        for number in range(classes)
    ]
    return torch.tensor(values, dtype=torch.float64, device=scores.device)


def _of_class(scores: Tensor, positive: Tensor) -> float:
    """Of one class, from scores and which of them are of the class, at least one; both of shape (pixels,)."""
    ranked, order = scores.sort(descending=True)
    found = positive[order].cumsum(0)
    ends = torch.cat((ranked[1:] != ranked[:-1], torch.ones_like(positive[:1]))).nonzero()[:, 0]  # the last of each tie
    found = found[ends].double()
    return float((found.diff(prepend=found.new_zeros(1)) * (found / (ends + 1))).sum() / found[-1])


def _require_fit(scores: Tensor, target: Tensor) -> None:
    if scores.is_complex():
        raise TypeError(f"scores: expected real numbers, got {scores.dtype}")
    if scores.ndim < 2 or not scores.shape[1]:
        raise ValueError(f"scores: expected shape (N, K, …), got {tuple(scores.shape)}")
    expected = (scores.shape[0], *scores.shape[2:])
    if target.shape != expected:
        raise ValueError(f"target: expected the shape of scores without classes, {expected}, got {tuple(target.shape)}")
    if target.device != scores.device:
        raise ValueError(f"target: expected the device of scores, {scores.device}, got {target.device}")


def _require_numbers(scores: Tensor, counted: Tensor) -> None:
    wrong = scores.isnan() & counted[:, None]
    if wrong.any():
        place = tuple(wrong.nonzero()[0].tolist())
        raise ValueError(f"scores: expected numbers, got NaN at {place}")
