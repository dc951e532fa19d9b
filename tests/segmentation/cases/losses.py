"""Cases for `losses`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class PixelCase:
    """Scores and labels of a batch.

    Attributes:
        logits: shape (N, C, H, W).
        target: int64, shape (N, H, W).
        weight: shape (C,), or None.
    """

    logits: Tensor
    target: Tensor
    ignore: int
    weight: Tensor | None = None

    def __str__(self) -> str:
        weights = "" if self.weight is None else ", with class weights"
        dtype = str(self.logits.dtype).removeprefix("torch.")
        return f"logits {tuple(self.logits.shape)} {dtype}, ignore {self.ignore}{weights}"


def everyday_cases(rng: np.random.Generator) -> list[PixelCase]:
    """All sizes differ; labels to ignore outside of the classes, below zero, and among them; one image lacks most."""
    return [
        _case(rng, (2, 3, 4, 5), 255),
        _case(rng, (3, 5, 2, 7), -1, dtype=torch.float32),
        _case(rng, (4, 2, 5, 3), 0, scale=10),
        _case(rng, (2, 7, 3, 4), 6),
        _case(rng, (5, 4, 3, 1), 255, scale=10),
        _case(rng, (1, 6, 1, 9), 100),
    ]


def weighted_cases(rng: np.random.Generator) -> list[PixelCase]:
    """As `everyday_cases`, with class weights, one of them 0; then weights that add up to less than 1."""
    plain = everyday_cases(rng)
    weighted = [PixelCase(case.logits, case.target, case.ignore, _weights(rng, case.logits)) for case in plain]
    return [*weighted, PixelCase(plain[0].logits, plain[0].target, 255, _weights(rng, plain[0].logits) / 1000)]


def extreme_cases(rng: np.random.Generator) -> list[PixelCase]:
    """Scores of 1000 and -1000, an image without labels, then a batch without."""
    cases = [
        _case(rng, (2, 3, 4, 5), 255, scale=1000),
        _case(rng, (2, 3, 5, 4), -1, scale=1000, dtype=torch.float32),
        _case(rng, (3, 4, 2, 5), 255),
        _case(rng, (2, 4, 3, 5), 255),
        _case(rng, (2, 3, 4, 6), 1, scale=1000),
    ]
    shifted = cases[2].logits + 1000.0  # what is the same for all classes makes no difference
    cases.append(PixelCase(shifted, cases[2].target, 255))
    cases[2].target[1] = 255
    cases[3].target[:] = 255
    cases[4].target[:] = 1
    return cases


def weightless_cases(rng: np.random.Generator) -> list[PixelCase]:
    """All that counts weighs nothing; nothing counts at all."""
    some, none = _case(rng, (2, 3, 4, 5), 255), _case(rng, (2, 3, 4, 5), 255)
    none.target[:] = 255
    zeros = torch.zeros(3, dtype=torch.float64)
    return [PixelCase(some.logits, some.target, 255, zeros), PixelCase(none.logits, none.target, 255, zeros + 2.0)]


def small_cases(rng: np.random.Generator) -> list[PixelCase]:
    """For gradients by differences: float64, few pixels; classes that are not there."""
    cases = [
        _case(rng, (2, 3, 2, 4), 255),
        _case(rng, (2, 2, 3, 2), -1),
        _case(rng, (3, 4, 1, 2), 0),
    ]
    cases[0].target[cases[0].target == 1] = 0
    return cases


def rare_cases(rng: np.random.Generator) -> list[PixelCase]:
    """Classes that no pixel has, or only one; the label to ignore is a class, too."""
    few = _case(rng, (2, 6, 3, 5), 255)
    few.target[few.target < 4] = 2
    one = _case(rng, (2, 4, 5, 3), 3)
    one.target[:] = 3
    one.target[1, 2, 1] = 0
    certain = _case(rng, (2, 5, 3, 4), 255, scale=1000)
    certain.target[certain.target != 255] = 4
    return [few, one, certain]


def _case(
    rng: np.random.Generator,
    shape: tuple[int, int, int, int],
    ignore: int,
    *,
    scale: float = 1.0,
    dtype: torch.dtype = torch.float64,
) -> PixelCase:
    """A third of the pixels is ignored, in the last image five of six; of each image, one pixel counts."""
    N, C, H, W = shape
    logits = torch.from_numpy(rng.uniform(-scale, scale, shape) * (1.0 if scale > 1 else 3.0)).to(dtype)
    others = [c for c in range(C) if c != ignore]
    target = torch.from_numpy(rng.choice(others, (N, H, W)))
    chance = np.full((N, 1, 1), 1 / 3)
    chance[-1] = 5 / 6
    gone = torch.from_numpy(rng.random((N, H, W)) < chance)
    gone[:, 0, 0], gone[:, -1, -1] = True, False
    if H * W == 1:
        gone[:] = False
    return PixelCase(logits, torch.where(gone, ignore, target), ignore)


def _weights(rng: np.random.Generator, logits: Tensor) -> Tensor:
    weight = torch.from_numpy(rng.uniform(0.5, 4, logits.shape[1])).to(logits.dtype)
    if len(weight) > 3:
        weight[int(rng.integers(len(weight)))] = 0
    return weight
