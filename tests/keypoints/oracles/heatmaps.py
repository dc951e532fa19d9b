"""Right answers for `heatmaps`, cell by cell in plain numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from autograder.exam import oracle

from ..cases.heatmaps import BellCase, MapCase


@oracle
def drawn(case: BellCase) -> Tensor:
    """The bells, and perhaps the background."""
    (N, K), (H, W) = case.visible.shape, case.size
    maps = torch.zeros((N, K + 1, H, W), dtype=torch.float64)
    for n, i, j in np.ndindex(N, H, W):
        for k in range(K):
            if case.visible[n, k]:
                x, y = case.points[n, k].tolist()
                distance = math.dist((x, y), (_pixel(j, case.stride), _pixel(i, case.stride)))
                maps[n, k, i, j] = math.exp(-((distance / case.sigma) ** 2) / 2)
        maps[n, K, i, j] = 1 - max(maps[n, k, i, j].item() for k in range(K))
    return maps[:, : K + case.background].to(case.points.dtype)


@oracle
def decoded(case: MapCase) -> Tensor:
    """The highest cell, a quarter towards the higher neighbour."""
    points = torch.empty((*case.maps.shape[:2], 2), dtype=torch.float64)
    for n, k, rows in _maps(case):
        best = max(value for row in rows for value in row)
        i, j = next((i, j) for i, row in enumerate(rows) for j, value in enumerate(row) if value == best)
        x, y = j + _quarter(rows[i], j), i + _quarter([row[j] for row in rows], i)
        points[n, k] = torch.tensor([_pixel(x, case.stride), _pixel(y, case.stride)])
    return points.to(case.maps.dtype)


@oracle
def averaged(case: MapCase) -> Tensor:
    """The mean of the centres of the cells, by how likely they are."""
    points = torch.empty((*case.maps.shape[:2], 2), dtype=torch.float64)
    for n, k, rows in _maps(case):
        points[n, k] = torch.tensor(_mean(_likely(rows, case.temperature), case.stride), dtype=torch.float64)
    return points.to(case.maps.dtype)


@oracle
def averages_gradient(case: MapCase, upstream: Tensor) -> Tensor:
    """Of the points, weighed by `upstream`: by each score it is p * (centre - mean) / temperature."""
    gradient = torch.empty_like(case.maps)
    for n, k, rows in _maps(case):
        likely = _likely(rows, case.temperature)
        mean, weight = _mean(likely, case.stride), upstream[n, k].tolist()
        for (i, j), p in likely.items():
            off = _pixel(j, case.stride) - mean[0], _pixel(i, case.stride) - mean[1]
            gradient[n, k, i, j] = p * (weight[0] * off[0] + weight[1] * off[1]) / case.temperature
    return gradient


def _pixel(cell: float, stride: int) -> float:
    """Where the centre of a cell lies."""
    return stride * cell + (stride - 1) / 2


def _maps(case: MapCase) -> Iterator[tuple[int, int, list[list[float]]]]:
    for n, image in enumerate(case.maps.double().tolist()):
        for k, rows in enumerate(image):
            yield n, k, rows


def _quarter(line: list[float], at: int) -> float:
    if at in (0, len(line) - 1) or line[at - 1] == line[at + 1]:
        return 0.0
    return 0.25 if line[at + 1] > line[at - 1] else -0.25


def _likely(rows: list[list[float]], temperature: float) -> dict[tuple[int, int], float]:
    best = max(map(max, rows))
    powers = {
        (i, j): math.exp((value - best) / temperature) for i, row in enumerate(rows) for j, value in enumerate(row)
    }
    total = math.fsum(powers.values())
    return {cell: power / total for cell, power in powers.items()}


def _mean(likely: dict[tuple[int, int], float], stride: int) -> tuple[float, float]:
    x = math.fsum(p * _pixel(j, stride) for (_, j), p in likely.items())
    return x, math.fsum(p * _pixel(i, stride) for (i, _), p in likely.items())
