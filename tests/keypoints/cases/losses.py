"""Cases for `losses`."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class LossCase:
    """Maps that a network gave, those that it should have given, both (N, K, H, W), and which points are visible."""

    pred: Tensor
    target: Tensor
    visible: Tensor

    def __str__(self) -> str:
        count = int(self.visible.sum())
        return f"maps {tuple(self.pred.shape)} {_dtype(self.pred)}, {count} of {self.visible.numel()} points visible"


@dataclass(frozen=True, eq=False)
class PointCase:
    """Points that a network gave, and those that it should have given, some of them NaN; both (N, K, 2)."""

    pred: Tensor
    target: Tensor

    def __str__(self) -> str:
        return f"points {tuple(self.pred.shape)} {_dtype(self.pred)}"


def map_cases(rng: np.random.Generator) -> list[LossCase]:
    """All, some, one and no points of an image visible; targets of invisible ones are 0, or anything."""
    single = _maps(rng, (2, 2, 3, 5), anything=True)
    single.visible[:] = torch.tensor([[False, True], [False, False]])
    return [
        single,
        _maps(rng, (2, 3, 4, 5)),
        _maps(rng, (3, 5, 2, 7), dtype=torch.float32, scale=10),
        _maps(rng, (4, 2, 5, 3), anything=True),
        _maps(rng, (1, 6, 1, 4)),
        _maps(rng, (5, 1, 3, 2), anything=True),
    ]


def large_cases(rng: np.random.Generator) -> list[LossCase]:
    """Scores of 1000 and -1000; maps far above and far below each other; nothing visible."""
    cases = [
        _maps(rng, (2, 3, 4, 5), scale=1000),
        _maps(rng, (3, 2, 2, 6), scale=1000, dtype=torch.float32),
        _maps(rng, (2, 2, 3, 4)),
        _maps(rng, (2, 4, 3, 2)),
    ]
    cases[2].pred[:, 0] += 1000
    cases[2].pred[:, 1] -= 1000
    cases[3].visible[:] = False
    cases[3].target[:] = 0
    return cases


def small_cases(rng: np.random.Generator) -> list[LossCase]:
    """For gradients: float64, few cells; then nothing visible."""
    cases = [_maps(rng, (2, 3, 2, 3)), _maps(rng, (3, 1, 1, 4), anything=True), _maps(rng, (2, 2, 2, 1))]
    cases[2].visible[:] = False
    return cases


def point_cases(rng: np.random.Generator) -> list[PointCase]:
    """Some points missing, some of which one number is known, of one image all; then none, all, and all but one."""
    cases = [_points(rng, (2, 3)), _points(rng, (3, 5), torch.float32), _points(rng, (4, 68)), _points(rng, (1, 4))]
    whole, nothing, single = _points(rng, (2, 4)), _points(rng, (2, 2)), _points(rng, (3, 2))
    whole.target[:] = whole.pred.flip(0) + 1
    nothing.target[:] = math.nan
    nothing.target[0, 0, 0] = 3
    single.target[1:] = math.nan
    return [*cases, whole, nothing, single]


def _maps(
    rng: np.random.Generator,
    shape: tuple[int, int, int, int],
    *,
    anything: bool = False,
    scale: float = 2,
    dtype: torch.dtype = torch.float64,
) -> LossCase:
    """Half of the points is visible, the very first one is; of the last image none, unless it is the only one."""
    pred, target = rng.uniform(-scale, scale, shape), rng.random(shape)
    visible = rng.random(shape[:2]) < 1 / 2
    visible[0, 0] = True
    if shape[0] > 1:
        visible[-1] = False
    target[rng.random(shape) < 0.2] = 0
    target[:, :, 0, 0] += 0.1
    if not anything:
        target[~visible] = 0
    return LossCase(torch.from_numpy(pred).to(dtype), torch.from_numpy(target).to(dtype), torch.from_numpy(visible))


def _points(rng: np.random.Generator, shape: tuple[int, int], dtype: torch.dtype = torch.float64) -> PointCase:
    pred, target = rng.uniform(0, 9, (*shape, 2)), rng.uniform(0, 9, (*shape, 2))
    target[rng.random(shape) < 1 / 3] = math.nan
    target[rng.random((*shape, 2)) < 1 / 8] = math.nan
    target[0, 0] = pred[0, 0] + rng.uniform(1, 2, 2)
    target[0, 1] = math.nan, 5.0
    if shape[0] > 1:
        target[-1] = math.nan
    return PointCase(torch.from_numpy(pred).to(dtype), torch.from_numpy(target).to(dtype))


def _dtype(tensor: Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")
