"""Right answers for `losses`, number by number, and gradients by central differences."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor

from autograder.exam import oracle

from ..cases.losses import LossCase, PointCase

STEP = 1e-5  # of central differences: rounding and curvature cost about the same
_Case = TypeVar("_Case", LossCase, PointCase)


@oracle
def squares(case: LossCase) -> Tensor:
    """The mean squared difference of the maps of visible points."""
    return _tensor(_squares(_numbers(case), case), case)


@oracle
def squares_differences(case: LossCase) -> Tensor:
    """Its gradient."""
    return _differences(case, _squares)


@oracle
def surprise(case: LossCase) -> Tensor:
    """The mean cross-entropy of the maps of visible points."""
    return _tensor(_surprise(_numbers(case), case), case)


@oracle
def surprise_gradient(case: LossCase) -> Tensor:
    """Its gradient: for each visible map (p - q) / their number. Differences would see nothing of scores of 1000."""
    gradient = torch.zeros_like(case.pred)
    for n, k in _visible(case):
        scores, wanted = case.pred[n, k].double().numpy(), case.target[n, k].double().numpy()
        powers = np.exp(scores - scores.max())
        step = powers / powers.sum() - wanted / wanted.sum()
        gradient[n, k] = torch.from_numpy(step / int(case.visible.sum()))
    return gradient


@oracle
def surprise_differences(case: LossCase) -> Tensor:
    """Its gradient, again."""
    return _differences(case, _surprise)


@oracle
def regression(case: PointCase) -> Tensor:
    """The mean squared distance of known points."""
    return _tensor(_regression(_numbers(case), case), case)


@oracle
def regression_gradient(case: PointCase) -> Tensor:
    """Its gradient: twice the way from the target, divided by the number of known points."""
    known, gradient = list(_known(case)), torch.zeros_like(case.pred)
    for n, k in known:
        gradient[n, k] = 2 * (case.pred[n, k] - case.target[n, k]) / len(known)
    return gradient


def _squares(pred: np.ndarray, case: LossCase) -> float:
    maps = [pred[n, k] - case.target[n, k].double().numpy() for n, k in _visible(case)]
    return math.fsum(d * d for each in maps for d in each.flat) / (len(maps) * pred[0, 0].size) if maps else 0.0


def _surprise(scores: np.ndarray, case: LossCase) -> float:
    losses = []
    for n, k in _visible(case):
        s, q = scores[n, k].ravel().tolist(), case.target[n, k].double().ravel().tolist()
        normaliser = max(s) + math.log(math.fsum(math.exp(each - max(s)) for each in s))
        losses.append(math.fsum(wanted * (normaliser - each) for each, wanted in zip(s, q, strict=True)) / sum(q))
    return math.fsum(losses) / len(losses) if losses else 0.0


def _regression(pred: np.ndarray, case: PointCase) -> float:
    squared = [math.dist(pred[n, k].tolist(), case.target[n, k].tolist()) ** 2 for n, k in _known(case)]
    return math.fsum(squared) / len(squared) if squared else 0.0


def _visible(case: LossCase) -> Iterator[tuple[int, ...]]:
    return (place for place in np.ndindex(*case.visible.shape) if case.visible[place])


def _known(case: PointCase) -> Iterator[tuple[int, ...]]:
    places = np.ndindex(*case.target.shape[:2])
    return (place for place in places if not any(map(math.isnan, case.target[place].tolist())))


def _numbers(case: LossCase | PointCase) -> np.ndarray:
    return case.pred.double().numpy()


def _tensor(loss: float, case: LossCase | PointCase) -> Tensor:
    return torch.tensor(loss, dtype=case.pred.dtype)


def _differences(case: _Case, loss: Callable[[np.ndarray, _Case], float]) -> Tensor:
    at, gradient = _numbers(case), np.zeros(tuple(case.pred.shape))
    for index in np.ndindex(at.shape):
        more, less = at.copy(), at.copy()
        more[index] += STEP
        less[index] -= STEP
        gradient[index] = (loss(more, case) - loss(less, case)) / (2 * STEP)
    return torch.from_numpy(gradient).to(case.pred.dtype)
