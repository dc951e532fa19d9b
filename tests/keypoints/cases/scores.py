"""Cases for `scores`."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class ScoreCase:
    """Predicted and true points, shape (N, K, 2), which are visible, shape (N, K), lengths, shape (N,), and alpha."""

    pred: Tensor
    target: Tensor
    visible: Tensor
    reference: Tensor
    alpha: float

    def __str__(self) -> str:
        dtype = str(self.pred.dtype).removeprefix("torch.")
        count = int(self.visible.sum())
        return f"points {tuple(self.pred.shape)} {dtype}, {count} visible, alpha {self.alpha:g}"


def everyday_cases(rng: np.random.Generator) -> list[ScoreCase]:
    """Images with all, some and no points visible; near and far; invisible targets are NaN, or anything."""
    trials = [(2, 3, 0.1), (3, 5, 0.2), (5, 2, 0.05), (1, 7, 0.5), (4, 68, 0.1)]
    cases = []
    for k, (N, K, alpha) in enumerate(trials):
        target, visible = rng.uniform(0, 90, (N, K, 2)), rng.random((N, K)) < 2 / 3
        reference = rng.uniform(10, 60, N)
        pred = target + rng.standard_normal((N, K, 2)) * alpha * reference.mean()
        visible[0, 0] = True
        if N > 1:
            visible[-1] = False
        target[~visible & (rng.random((N, K)) < 1 / 2)] = math.nan
        cases.append(_case(pred, target, visible, reference, alpha, torch.float32 if k % 2 else torch.float64))
    return cases


def threshold_cases(rng: np.random.Generator) -> list[ScoreCase]:
    """Distances that are exactly what is allowed, in numbers that bits can hold, and a 64th more or less."""
    cases = []
    for unit, alpha in ((2, 0.5), (0.5, 0.25), (8, 0.125)):
        legs = np.array([(3, 4), (-4, 3), (5, 0), (0, -5), (-3, -4), (4, -3), (0, 5)]) * unit
        more = np.tile([0.0, 0, 0, 1 / 64, -1 / 64, 0, 0], (2, 1))
        target = rng.integers(0, 64, (2, 7, 2)).astype(float)
        pred = target + legs + np.sign(legs) * more[..., None]
        reference = np.array([5 * unit / alpha, 10 * unit / alpha])
        cases.append(_case(pred, target, np.ones((2, 7), bool), reference, alpha, torch.float64))
    return cases


def nan_cases(rng: np.random.Generator) -> list[ScoreCase]:
    """Some predictions are NaN, or infinite, and count as wrong."""
    cases = []
    for N, K in ((2, 4), (1, 3)):
        target = rng.uniform(0, 20, (N, K, 2))
        pred = target + rng.uniform(-1, 1, (N, K, 2))
        pred[0, 0, 1], pred[-1, -1] = math.nan, math.inf
        cases.append(_case(pred, target, np.ones((N, K), bool), np.full(N, 10.0), 0.5, torch.float64))
    return cases


def empty_cases(rng: np.random.Generator) -> list[ScoreCase]:
    """No point is visible."""
    points = rng.uniform(0, 9, (2, 3, 2))
    return [_case(points, points, np.zeros((2, 3), bool), np.full(2, 5.0), 0.1, torch.float64)]


def _case(
    pred: np.ndarray, target: np.ndarray, visible: np.ndarray, reference: np.ndarray, alpha: float, dtype: torch.dtype
) -> ScoreCase:
    points, truth, lengths = (torch.from_numpy(each).to(dtype) for each in (pred, target, reference))
    return ScoreCase(points, truth, torch.from_numpy(visible), lengths, alpha)
