"""Keypoints for tests of metrics, and the definitions written slowly: these share no code with what they test."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import torch
from hypothesis import strategies as st
from torch import Tensor


@dataclass(frozen=True, eq=False)
class Poses:
    """Predictions and targets, in quarters of a pixel so that float64 is exact; references in whole pixels."""

    pred: Tensor  # (N, K, 2), NaN or ∞ in places
    target: Tensor  # NaN at some invisible points
    visible: Tensor  # (N, K)
    reference: Tensor  # (N,), NaN or 0 in places

    @property
    def points(self) -> tuple[Tensor, Tensor, Tensor]:
        return self.pred, self.target, self.visible

    @property
    def arguments(self) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        return *self.points, self.reference

    def take(self, images: Tensor | slice) -> Poses:
        return Poses(*(part[images] for part in self.arguments))

    def reorder(self, keypoints: Tensor) -> Poses:
        return Poses(*(part[:, keypoints] for part in self.points), self.reference)

    def moved(self, move) -> Poses:
        """With `move` done to every point."""
        return replace(self, pred=move(self.pred), target=move(self.target))


ALPHAS = st.sampled_from((0.0, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0))


@st.composite
def poses(draw, most_images=4, most_keypoints=5, missing=True):
    """Often with hidden points, points not predicted, images without a reference length; often with small errors."""
    images, keypoints = draw(st.integers(0, most_images)), draw(st.integers(1, most_keypoints))
    shape = (images, keypoints)
    random = torch.Generator().manual_seed(draw(st.integers(0, 2**32)))
    target = torch.randint(0, 200, (*shape, 2), generator=random) / 4
    spread = draw(st.sampled_from((0, 3, 20, 200)))
    pred = target + torch.randint(-spread, spread + 1, (*shape, 2), generator=random) / 4
    visible = torch.rand(shape, generator=random) < draw(st.sampled_from((0.0, 0.6, 1.0)))
    reference = torch.randint(1, 40, (images,), generator=random).double()

    def some(*size):
        return torch.rand(size, generator=random) < draw(st.sampled_from((0.0, 0.3)))

    if missing:
        pred[some(*shape, 2)] = torch.nan
        pred[some(*shape, 2)] = torch.inf
        pred[some(*shape, 2)] = -torch.inf
        reference[some(images)] = torch.nan
        reference[some(images)] = 0.0
    target[~visible & some(*shape)] = torch.nan
    return Poses(pred.double(), target.double(), visible, reference)


def slow_errors(case: Poses) -> list[list[float | None]]:
    """Point by point, in pixels; None for what does not count."""
    errors = []
    for predicted, true, seen in zip(case.pred.tolist(), case.target.tolist(), case.visible.tolist(), strict=True):
        row = []
        for (px, py), (tx, ty), counts in zip(predicted, true, seen, strict=True):
            known = math.isfinite(px) and math.isfinite(py)
            row.append((math.dist((px, py), (tx, ty)) if known else math.inf) if counts else None)
        errors.append(row)
    return errors


def slow_normalized(case: Poses) -> list[list[float | None]]:
    rows = []
    for row, length in zip(slow_errors(case), case.reference.tolist(), strict=True):
        scale = length > 0
        rows.append([None if error is None or not scale else error / length for error in row])
    return rows


def counted(rows: list[list[float | None]]) -> list[float]:
    return [value for row in rows for value in row if value is not None]


def average(values: list[float]) -> float:
    return sum(values) / len(values) if values else math.nan


def as_nan(rows: list[list[float | None]]) -> list[list[float]]:
    return [[math.nan if value is None else value for value in row] for row in rows]
