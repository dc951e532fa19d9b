"""Cases for networks that learn and are asked: `regression` and `heatmap_network`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

import numpy as np
import torch
from torch import Tensor, nn

from autograder.data import cats
from tests.keypoints.oracles.learning import (
    Loss,
    Weights,
    is_steady,
    squared_distance,
    surprise,
    surprise_below_the_highest,
    tiny_heatmaps,
    tiny_regressor,
    tiny_weights,
)

HIDDEN = torch.nan
"""Where a point is that nobody knows."""


@dataclass(frozen=True, eq=False)
class TrainCase:
    """A small network, and what it is to learn: points (N, K, 2) or maps (N, K + 1, h, w)."""

    weights: dict[str, Tensor]
    images: Tensor
    target: Tensor
    visible: Tensor
    steps: int
    rate: float

    def __str__(self) -> str:
        points = self.visible.shape[1]
        return f"images {tuple(self.images.shape)}, {points} points, steps {self.steps}, rate {self.rate}"


@dataclass(frozen=True, eq=False)
class AskCase:
    """A small network, and images to ask it about."""

    weights: dict[str, Tensor]
    images: Tensor

    def __str__(self) -> str:
        return f"images {tuple(self.images.shape)}, {len(self.weights['last.weight'])} channels"


@dataclass(frozen=True, eq=False)
class CatsCase:
    """Cats, all of whose points can be seen, for a network of the student's."""

    images: Tensor
    points: Tensor

    def __str__(self) -> str:
        return f"images {tuple(self.images.shape)}, {self.points.shape[1]} points"


@dataclass(frozen=True, eq=False)
class SizeCase:
    """Images for a network that has not learned anything."""

    images: Tensor
    points: int

    def __str__(self) -> str:
        return f"images {tuple(self.images.shape)}, {self.points} points"


_TRAINING = (  # images, points, steps, rate
    ((2, 5, 7), 2, 1, 0.01),
    ((3, 8, 6), 3, 4, 0.05),
    ((1, 9, 4), 4, 3, 0.02),
)


def training_points(rng: np.random.Generator) -> Iterator[TrainCase]:
    """Points some of which are not visible: of those, about half are NaN and half are somewhere."""
    for given in _TRAINING:
        yield _steady(partial(_with_points, rng, *given), tiny_regressor, (squared_distance,))


def training_maps(rng: np.random.Generator) -> Iterator[TrainCase]:
    """Maps of random numbers, also of points that are not visible; about half of those are 0 everywhere."""
    for given in _TRAINING:
        yield _steady(partial(_with_maps, rng, *given), tiny_heatmaps, (surprise, surprise_below_the_highest))


def _steady(
    draw: Callable[[], TrainCase],
    tiny: Callable[[Weights], nn.Module],
    ways: Sequence[Callable[[Tensor, Tensor], Loss]],
) -> TrainCase:
    """The first that is drawn in which rounding decides nothing, whichever of the `ways` gives the loss."""
    while True:
        case = draw()
        losses = [way(case.target, case.visible) for way in ways]
        if is_steady(tiny(case.weights), case.images, losses, case.steps, case.rate):
            return case


def _with_points(
    rng: np.random.Generator, size: tuple[int, int, int], points: int, steps: int, rate: float
) -> TrainCase:
    weights = tiny_weights((2 * points, 4), _generator(rng), bias=True)
    visible = _visible(rng, size[0], points)
    places = torch.from_numpy(rng.normal(0, 3, (size[0], points, 2))).float()
    places = places.masked_fill(_nothing(rng, visible)[..., None], HIDDEN)
    return TrainCase(weights, _images(rng, size), places, visible, steps, rate)


def _with_maps(rng: np.random.Generator, size: tuple[int, int, int], points: int, steps: int, rate: float) -> TrainCase:
    count, height, width = size
    weights = tiny_weights((points + 1, 4, 1, 1), _generator(rng), bias=False)
    maps = torch.from_numpy(rng.random((count, points + 1, (height + 1) // 2, (width + 1) // 2))).float()
    visible = _visible(rng, count, points)
    maps[:, :-1][_nothing(rng, visible)] = 0
    return TrainCase(weights, _images(rng, size), maps, visible, steps, rate)


def asking(rng: np.random.Generator) -> Iterator[AskCase]:
    """One image, and several."""
    for size, points in (((1, 6, 9), 3), ((4, 7, 5), 2), ((2, 5, 8), 1)):
        yield AskCase(tiny_weights((2 * points, 4), _generator(rng), bias=True), _images(rng, size))


def two_cats(rng: np.random.Generator) -> Iterator[CatsCase]:
    """The first of a seed that show all their points, large enough to be looked at."""
    made = cats.make(400, f"keypoints, two cats {rng.integers(1 << 62)}")
    large = (cat for cat in made if cat.visible.all() and float((cat.points_px[0] - cat.points_px[1]).norm()) > 20)
    one, other = islice(large, 2)
    yield CatsCase(torch.stack([one.image, other.image]), torch.stack([one.points_px, other.points_px]))


def squares(rng: np.random.Generator) -> Iterator[SizeCase]:
    """96 × 96 pixels, as cats are."""
    for count, points in ((1, 5), (3, 2)):
        yield SizeCase(_images(rng, (count, 96, 96)), points)


def sizes(rng: np.random.Generator) -> Iterator[SizeCase]:
    """Even and odd, wide and tall; as small as is allowed."""
    for size, points in (((2, 32, 32), 5), ((3, 33, 47), 2), ((2, 61, 40), 5), ((2, 96, 96), 5)):
        yield SizeCase(_images(rng, size), points)


def _visible(rng: np.random.Generator, count: int, points: int) -> Tensor:
    """At least two that are visible and one that is not; of several images, in the first and in the last."""
    visible = rng.random((count, points)) < 0.6
    visible[-1, 0], visible[-1, -1] = False, True
    visible[0, :2] = True, False
    return torch.from_numpy(visible)


def _nothing(rng: np.random.Generator, visible: Tensor) -> Tensor:
    """About half of the points that are not visible; of several images not in the first, and one in the last."""
    nothing = rng.random(visible.shape) < 0.5
    nothing[-1, 0], nothing[0, 1] = True, False
    return ~visible & torch.from_numpy(nothing)


def _images(rng: np.random.Generator, size: tuple[int, int, int]) -> Tensor:
    count, height, width = size
    return torch.from_numpy(rng.integers(0, 256, (count, 3, height, width), dtype=np.uint8))


def _generator(rng: np.random.Generator) -> torch.Generator:
    return torch.Generator().manual_seed(int(rng.integers(1 << 62)))
