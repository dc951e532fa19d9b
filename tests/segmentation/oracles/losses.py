"""Right answers for `losses`."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from autograder.exam import oracle

from ..cases.losses import PixelCase

STEP = 1e-5  # of central differences: rounding and curvature cost about the same


@oracle
def surprise(case: PixelCase) -> Tensor:
    """torch's own loss; where nothing counts, 0."""
    return _surprise(case.logits, case)


@oracle
def surprise_gradient(case: PixelCase) -> Tensor:
    """What autograd makes of torch's own loss."""
    leaf = case.logits.clone().requires_grad_()
    loss = _surprise(leaf, case)
    if not loss.requires_grad:
        return torch.zeros_like(case.logits)
    loss.backward()
    assert leaf.grad is not None
    return leaf.grad


@oracle
def surprise_by_definition(case: PixelCase) -> Tensor:
    """Pixel by pixel, with the largest score taken off first."""
    return torch.tensor(_surprise_by_definition(case.logits.double().numpy(), case), dtype=case.logits.dtype)


@oracle
def surprise_differences(case: PixelCase) -> Tensor:
    """The gradient of the definition by central differences."""
    return _differences(case, _surprise_by_definition)


@oracle
def overlap(case: PixelCase) -> Tensor:
    """The soft IoU loss, pixel by pixel and class by class."""
    return torch.tensor(_overlap(case.logits.double().numpy(), case), dtype=case.logits.dtype)


@oracle
def overlap_differences(case: PixelCase) -> Tensor:
    """Its gradient by central differences."""
    return _differences(case, _overlap)


def _surprise(logits: Tensor, case: PixelCase) -> Tensor:
    counts = case.target != case.ignore
    share = counts if case.weight is None else counts * case.weight[torch.where(counts, case.target, 0)]
    if not share.any():
        return torch.zeros((), dtype=logits.dtype)
    return torch.nn.functional.cross_entropy(logits, case.target, case.weight, ignore_index=case.ignore)


def _surprise_by_definition(logits: np.ndarray, case: PixelCase) -> float:
    above = below = 0.0
    for place, t in _counted(case):
        share = 1.0 if case.weight is None else float(case.weight[t])
        above += share * -math.log(p) if (p := _softmax(_scores(logits, place))[t]) > 0 else math.inf
        below += share
    return above / below if below else 0.0


def _overlap(logits: np.ndarray, case: PixelCase) -> float:
    classes = range(logits.shape[1])
    both, either = [0.0] * len(classes), [0.0] * len(classes)
    seen = set()
    for place, t in _counted(case):
        seen.add(t)
        for c, x in zip(classes, _softmax(_scores(logits, place)), strict=True):
            y = 1.0 if c == t else 0.0
            both[c] += x * y
            either[c] += x + y - x * y
    return 1 - sum(both[c] / either[c] for c in seen) / len(seen) if seen else 0.0


def _counted(case: PixelCase) -> list[tuple[tuple[int, ...], int]]:
    """The place and the class of each pixel that counts."""
    places = np.ndindex(tuple(case.target.shape))
    return [(place, int(case.target[place])) for place in places if case.target[place] != case.ignore]


def _scores(logits: np.ndarray, place: tuple[int, ...]) -> list[float]:
    n, i, j = place
    return [float(s) for s in logits[n, :, i, j]]


def _softmax(scores: list[float]) -> list[float]:
    powers = [math.exp(s - max(scores)) for s in scores]
    return [power / math.fsum(powers) for power in powers]


def _differences(case: PixelCase, loss: Callable[[np.ndarray, PixelCase], float]) -> Tensor:
    at, gradient = case.logits.double().numpy(), np.zeros(tuple(case.logits.shape))
    for index in np.ndindex(at.shape):
        more, less = at.copy(), at.copy()
        more[index] += STEP
        less[index] -= STEP
        gradient[index] = (loss(more, case) - loss(less, case)) / (2 * STEP)
    return torch.from_numpy(gradient).to(case.logits.dtype)
