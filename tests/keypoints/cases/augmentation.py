"""Cases for `augmentation`."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

NOWHERE = (math.nan, math.nan)


@dataclass(frozen=True, eq=False)
class SizeCase:
    """Points, shape (N, K, 2), and the size of the image that they are in."""

    points: Tensor
    size: tuple[int, int]

    def __str__(self) -> str:
        return f"points {tuple(self.points.shape)} {_dtype(self.points)}, size {self.size}"


@dataclass(frozen=True, eq=False)
class Pictured:
    """Images, shape (N, C, H, W), with points, shape (N, K, 2), and which are visible, shape (N, K)."""

    images: Tensor
    points: Tensor
    visible: Tensor

    def __str__(self) -> str:
        return f"images {tuple(self.images.shape)} {_dtype(self.images)}, {self.points.shape[1]} points"


@dataclass(frozen=True, eq=False)
class FlipCase(Pictured):
    """Which points are left and right of the same."""

    pairs: list[tuple[int, int]]

    def __str__(self) -> str:
        return f"{super().__str__()}, pairs={self.pairs}"


@dataclass(frozen=True, eq=False)
class RotateCase(Pictured):
    """By how much they are turned."""

    degrees: float

    def __str__(self) -> str:
        return f"{super().__str__()}, degrees={self.degrees:g}"


@dataclass(frozen=True, eq=False)
class CropCase(Pictured):
    """The box that is cut out, and the size that it is brought to."""

    box: tuple[int, int, int, int]
    size: tuple[int, int]

    def __str__(self) -> str:
        return f"{super().__str__()}, box={self.box}, size={self.size}"


def size_cases(rng: np.random.Generator) -> list[SizeCase]:
    """Wide, tall, one row; points inside, on the edges, outside, missing."""
    sizes = [(2, 3, 5, 8), (1, 1, 9, 4), (3, 2, 1, 7), (2, 68, 128, 96), (4, 5, 6, 6)]
    return [
        SizeCase(_points(rng, N, K, H, W, torch.float32 if k % 2 else torch.float64), (H, W))
        for k, (N, K, H, W) in enumerate(sizes)
    ]


def flip_cases(rng: np.random.Generator) -> list[FlipCase]:
    """Pairs that are neighbours and that are not, in odd orders, none; all, some and no points visible."""
    trials = [
        ((2, 3, 4, 7), 5, [(0, 1), (2, 3)]),
        ((3, 1, 6, 3), 5, [(4, 0), (1, 3)]),
        ((1, 4, 2, 5), 7, [(5, 2), (0, 6), (4, 3)]),
        ((2, 2, 5, 4), 4, [(3, 0)]),
        ((4, 3, 3, 8), 3, []),
        ((2, 1, 4, 1), 2, [(1, 0)]),
    ]
    return [
        FlipCase(*_pictured(rng, shape, K, torch.float32 if k % 2 else torch.float64), pairs)
        for k, (shape, K, pairs) in enumerate(trials)
    ]


def rotate_cases(rng: np.random.Generator) -> list[RotateCase]:
    """Wide and tall, even and odd sides, angles both ways, no point ends on an edge; then no turn, and they do."""
    trials = [
        ((2, 3, 5, 9), 4, 30.0),
        ((1, 1, 8, 5), 6, -17.5),
        ((3, 2, 6, 7), 3, 135.0),
        ((2, 1, 9, 6), 5, -90.0),
        ((2, 2, 7, 7), 4, 180.0),
        ((1, 3, 4, 10), 5, 400.0),
    ]
    cases = []
    for k, (shape, K, degrees) in enumerate(trials):
        images, points, visible = _pictured(rng, shape, K, torch.float32 if k % 2 else torch.float64)
        cases.append(RotateCase(images, points + 0.01, visible, degrees))  # from where turns by 90 do not end on edges
    still = _edges(rng, (0, 0, 8, 12))
    return [*cases, RotateCase(*still, 0.0)]


def quarter_cases(rng: np.random.Generator) -> list[Pictured]:
    """Square images, so that four quarters of a turn are a whole one; all points well inside."""
    cases = []
    for shape, K in (((2, 2, 5, 5), 4), ((3, 1, 6, 6), 2)):
        images, _, visible = _pictured(rng, shape, K, torch.float64)
        cases.append(Pictured(images, torch.from_numpy(rng.uniform(0, shape[2] - 1, (shape[0], K, 2))), visible))
    return cases


def crop_cases(rng: np.random.Generator) -> list[CropCase]:
    """The whole image, a corner, one pixel; larger, smaller, larger one way and smaller the other."""
    trials = [
        ((2, 3, 5, 9), 5, (0, 0, 5, 9), (5, 9)),
        ((3, 1, 8, 6), 4, (2, 1, 5, 3), (9, 8)),
        ((1, 2, 9, 12), 6, (0, 5, 6, 7), (4, 3)),
        ((2, 4, 7, 10), 5, (3, 2, 4, 8), (10, 5)),
        ((2, 1, 6, 7), 3, (5, 6, 1, 1), (3, 2)),
        ((1, 3, 10, 5), 5, (1, 0, 9, 5), (1, 1)),
        ((2, 2, 4, 11), 4, (1, 4, 2, 6), (5, 13)),
    ]
    return [
        CropCase(*_pictured(rng, shape, K, torch.float32 if k % 2 else torch.float64), box, size)
        for k, (shape, K, box, size) in enumerate(trials)
    ]


def edge_cases(rng: np.random.Generator) -> list[CropCase]:
    """Points exactly on the edges of a box, just inside and just outside, in numbers that bits can hold."""
    boxes = [((2, 1, 4, 8), (8, 4)), ((1, 3, 2, 4), (1, 16))]
    return [CropCase(*_edges(rng, box), box, size) for box, size in boxes]


def _edges(rng: np.random.Generator, box: tuple[int, int, int, int]) -> tuple[Tensor, Tensor, Tensor]:
    """An image of 8 x 12 pixels, and visible points on the edges of a box, and a 32nd of a pixel beside them."""
    top, left, height, width = box
    x, y = left - 0.5 + width / 4, top - 0.5 + height / 4
    ends = [(left - 0.5, y), (left - 0.5 + width, y), (x, top - 0.5), (x, top - 0.5 + height)]
    moved = [(a + dx / 32, b + dy / 32) for a, b in ends for dx, dy in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))]
    images, points = torch.from_numpy(rng.random((1, 1, 8, 12))), torch.tensor([moved], dtype=torch.float64)
    return images, points, torch.ones(1, len(moved), dtype=torch.bool)


def _pictured(
    rng: np.random.Generator, shape: tuple[int, int, int, int], K: int, dtype: torch.dtype
) -> tuple[Tensor, Tensor, Tensor]:
    """Two of three points are visible; of the last image, none, unless it is the only one."""
    N, _, H, W = shape
    points = _points(rng, N, K, H, W, dtype)
    visible = torch.from_numpy(rng.random((N, K)) < 2 / 3) & ~points[..., 0].isnan()
    visible[0, 0] = True
    if N > 1:
        visible[-1] = False
    return torch.from_numpy(rng.random(shape)).to(dtype), points, visible


def _points(rng: np.random.Generator, N: int, K: int, H: int, W: int, dtype: torch.dtype) -> Tensor:
    """Inside and up to a quarter of the image outside, on no edge; one of six is missing, the first is not."""
    scale = np.array([W, H])
    places = rng.integers(-4 * scale, 20 * scale, (N, K, 2)) / 16 + 1 / 64
    places[0, 0] = rng.integers(0, 16 * (scale - 1) + 1) / 16 + 1 / 64
    gone = rng.random((N, K)) < 1 / 6
    gone[0, 0] = False
    places[gone] = NOWHERE
    return torch.from_numpy(places).to(dtype)


def _dtype(tensor: Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")
