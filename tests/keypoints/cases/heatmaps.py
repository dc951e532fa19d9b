"""Cases for `heatmaps`."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class BellCase:
    """Points to be drawn.

    Attributes:
        points: shape (N, K, 2).
        visible: shape (N, K).
        size: rows and columns of the maps.
    """

    points: Tensor
    visible: Tensor
    size: tuple[int, int]
    sigma: float
    background: bool
    stride: int

    def __str__(self) -> str:
        what = f"sigma {self.sigma:g}, stride {self.stride}, {'with' if self.background else 'without'} background"
        return f"points {tuple(self.points.shape)} {_dtype(self.points)}, size {self.size}, {what}"


@dataclass(frozen=True, eq=False)
class MapCase:
    """Maps to be read, shape (N, K, H, W)."""

    maps: Tensor
    stride: int = 1
    temperature: float = 1.0

    def __str__(self) -> str:
        how = f"stride {self.stride}, temperature {self.temperature:g}"
        return f"maps {tuple(self.maps.shape)} {_dtype(self.maps)}, {how}"


def bell_cases(rng: np.random.Generator) -> list[BellCase]:
    """Wide and tall; narrow and wide bells; points between cells, outside, missing; some visible, all, none."""
    trials = [
        ((2, 3), (4, 7), 1.0, True, 1),
        ((3, 2), (6, 3), 0.6, True, 1),
        ((1, 5), (5, 8), 2.5, False, 1),
        ((2, 4), (3, 6), 4.0, True, 4),
        ((2, 1), (7, 2), 1.7, True, 2),
        ((1, 2), (1, 9), 1.3, False, 3),
    ]
    cases = []
    for k, ((N, K), (H, W), sigma, background, stride) in enumerate(trials):
        places = rng.uniform(-0.3, 1.3, (N, K, 2)) * (stride * np.array([W, H])) - 0.5
        visible = rng.random((N, K)) < 2 / 3
        visible[0, 0] = True
        places[0, 0] = rng.uniform(0.2, 0.8, 2) * (stride * np.array([W, H])) - 0.5
        if N > 1:
            visible[-1] = N == 3
            places[-1, -1] = places[-1, -1] if visible[-1, -1] else math.nan
        points = torch.from_numpy(places).to(torch.float32 if k % 3 == 1 else torch.float64)
        cases.append(BellCase(points, torch.from_numpy(visible), (H, W), sigma, background, stride))
    return cases


def peak_cases(rng: np.random.Generator) -> list[MapCase]:
    """Whatever a network might answer: values below 0, peaks at all edges and corners; wide, tall, one row."""
    shapes = [((2, 3, 4, 7), 1), ((3, 2, 6, 3), 2), ((1, 5, 1, 8), 1), ((2, 4, 5, 1), 4), ((1, 2, 9, 6), 3)]
    cases = [
        MapCase(torch.from_numpy(rng.normal(-4 if k % 2 else 4, 2, shape)).to(_either(k)), stride)
        for k, (shape, stride) in enumerate(shapes)
    ]
    H, W = 4, 6
    places = [(i, j) for i in range(H) for j in range(W) if i in (0, H - 1) or j in (0, W - 1)]
    edges = rng.random((2, len(places) // 2, H, W))
    for k, (i, j) in enumerate(places):
        edges[k % 2, k // 2, i, j] = 2
    return [*cases, MapCase(torch.from_numpy(edges), 2)]


def tie_cases(rng: np.random.Generator) -> list[MapCase]:
    """Whole numbers, so that several cells are the highest, and both neighbours often the same."""
    flat = torch.zeros((1, 2, 3, 5), dtype=torch.float64)
    some = torch.from_numpy(rng.integers(0, 3, (2, 3, 5, 7))).double()
    few = torch.from_numpy(rng.integers(-1, 2, (3, 4, 6, 4))).float()
    return [MapCase(flat), MapCase(some), MapCase(few, 2)]


def score_cases(rng: np.random.Generator) -> list[MapCase]:
    """Wide and tall; high and low temperatures; strides."""
    trials = [
        ((2, 3, 4, 7), 1, 1.0),
        ((3, 2, 6, 3), 1, 0.25),
        ((1, 4, 5, 9), 4, 2.0),
        ((2, 1, 1, 6), 2, 0.5),
        ((2, 2, 8, 2), 3, 10.0),
    ]
    return [
        MapCase(torch.from_numpy(rng.normal(0, 2, shape)).to(_either(k)), stride, temperature)
        for k, (shape, stride, temperature) in enumerate(trials)
    ]


def large_cases(rng: np.random.Generator) -> list[MapCase]:
    """Scores from -1000 to 1000, maps far above and far below each other; whole numbers, and a temperature of 0.01."""
    cases = [
        MapCase(torch.from_numpy(rng.uniform(-1000, 1000, (2, 3, 4, 5)))),
        MapCase(torch.from_numpy(rng.permutation(np.arange(-1000.0, 1001))[:72].reshape(2, 2, 3, 6)).float(), 2, 0.01),
        MapCase(torch.from_numpy(rng.normal(0, 1, (2, 3, 5, 4)))),
    ]
    cases[2].maps[0] += 1000
    cases[2].maps[1, 1:] -= 1000
    return cases


def small_cases(rng: np.random.Generator) -> list[MapCase]:
    """For gradients: float64, few cells."""
    shapes = [((2, 2, 3, 4), 1, 1.0), ((1, 3, 2, 5), 4, 0.5)]
    return [MapCase(torch.from_numpy(rng.normal(0, 1, shape)), stride, t) for shape, stride, t in shapes]


def _either(k: int) -> torch.dtype:
    return torch.float32 if k % 2 else torch.float64


def _dtype(tensor: Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")
