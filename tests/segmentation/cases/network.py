"""Cases for `network`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from tests.segmentation.oracles.network import is_steady, scores, tiny_weights

CLEAR = 1e-3
"""By how much the score of a class has to be the highest, so that rounding decides nothing."""


@dataclass(frozen=True, eq=False)
class TrainCase:
    """A `TinyNet`, and what it is to learn."""

    weights: dict[str, torch.Tensor]
    images: torch.Tensor
    labels: torch.Tensor
    steps: int
    rate: float
    ignore: int

    def __str__(self) -> str:
        return f"images {tuple(self.images.shape)}, steps {self.steps}, rate {self.rate}, ignore {self.ignore}"


@dataclass(frozen=True, eq=False)
class OverfitCase:
    """Images with their labels, for a network of the student's."""

    images: torch.Tensor
    labels: torch.Tensor
    classes: int

    def __str__(self) -> str:
        return f"images {tuple(self.images.shape)}, {self.classes} classes"


@dataclass(frozen=True, eq=False)
class SizeCase:
    """Images for a network that has not learned anything."""

    images: torch.Tensor
    classes: int

    def __str__(self) -> str:
        return f"images {tuple(self.images.shape)}, {self.classes} classes"


def training(rng: np.random.Generator) -> Iterator[TrainCase]:
    """Images of several sizes, some pixels void; `ignore` is also a class, and not the default."""
    for size, steps, rate, ignore in (((2, 5, 7), 1, 0.01, 255), ((3, 8, 6), 4, 0.05, 255), ((1, 9, 4), 3, 0.02, 1)):
        yield _steady(rng, size, steps, rate, ignore)


def _steady(rng: np.random.Generator, size: tuple[int, int, int], steps: int, rate: float, ignore: int) -> TrainCase:
    """The first that is drawn in which rounding decides nothing."""
    while True:
        weights = tiny_weights(3, _generator(rng))
        images, labels = _pictures(rng, size, 3)
        labels[torch.from_numpy(rng.random(size) < 0.3)] = ignore
        if is_steady(weights, images, labels, steps, rate, ignore):
            return TrainCase(weights, images, labels, steps, rate, ignore)


def asking(rng: np.random.Generator) -> Iterator[TrainCase]:
    """Scores all below zero and far from it; one image, and several."""
    for size, shift in (((1, 6, 9), 0.0), ((4, 7, 5), -20.0), ((2, 5, 8), 3.0)):
        yield _clear(rng, size, shift)


def _clear(rng: np.random.Generator, size: tuple[int, int, int], shift: float) -> TrainCase:
    """The first that is drawn in which no pixel has two best classes, but for rounding."""
    while True:
        weights = tiny_weights(4, _generator(rng))
        weights["last.bias"] = weights["last.bias"] + shift
        images, labels = _pictures(rng, size, 4)
        best, second = scores(weights, images).topk(2, dim=1).values.unbind(1)
        if (best - second).min() > CLEAR:
            return TrainCase(weights, images, labels, 0, 0.0, 255)


def two_images(rng: np.random.Generator) -> Iterator[OverfitCase]:
    """Three flat areas of colours far apart, noise, and a void border: what any network can learn by heart."""
    height, width = 26, 23
    row, column = np.mgrid[:height, :width]
    labels = np.where(row > 16, 2, np.where((row - 8) ** 2 + (column - 10) ** 2 < 30, 1, 0))
    colours = rng.permuted(np.tile([[50], [128], [206]], 3), axis=0) + rng.integers(-10, 11, (3, 3))  # class, channel
    images = colours[labels].transpose(2, 0, 1) + rng.normal(0, 12, (2, 3, height, width))
    labels[:, 0] = 255
    pixels = torch.from_numpy(np.clip(images, 0, 255).astype(np.uint8))
    yield OverfitCase(pixels, torch.from_numpy(labels.astype(np.uint8)).repeat(2, 1, 1), 3)


def sizes(rng: np.random.Generator) -> Iterator[SizeCase]:
    """Even and odd, wide and tall; as small as is allowed."""
    for size, classes in (((2, 16, 16), 6), ((3, 17, 33), 2), ((2, 61, 40), 6), ((2, 96, 96), 6)):
        yield SizeCase(_pictures(rng, size, classes)[0], classes)


def _pictures(rng: np.random.Generator, size: tuple[int, int, int], classes: int) -> tuple[torch.Tensor, torch.Tensor]:
    count, height, width = size
    images = rng.integers(0, 256, (count, 3, height, width), dtype=np.uint8)
    return torch.from_numpy(images), torch.from_numpy(rng.integers(0, classes, size, dtype=np.uint8))


def _generator(rng: np.random.Generator) -> torch.Generator:
    return torch.Generator().manual_seed(int(rng.integers(1 << 62)))
