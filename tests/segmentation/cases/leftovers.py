"""Cases for what functions leave behind, and for numbers that are easily lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from tests.segmentation.oracles.network import tiny_weights

from .augmentation import FlipCase, ResizeCase
from .losses import PixelCase, weighted_cases
from .network import TrainCase, asking, training

_LABELS = (-1, 0, 3, 255, 256, 300)  # -1 is a usual label to ignore; of bytes, 256 would be 0


@dataclass(frozen=True, eq=False)
class BrightCase:
    """A `TinyNet` that tells the brightest byte from the others, and bright images."""

    weights: dict[str, torch.Tensor]
    images: torch.Tensor

    def __str__(self) -> str:
        return f"images {tuple(self.images.shape)}"


def weights_to_keep(rng: np.random.Generator) -> list[PixelCase]:
    """Class weights that add up to something else than 1; the ignored label is a class as well."""
    return weighted_cases(rng)[:4]


def flips_of_any_label(rng: np.random.Generator) -> list[FlipCase]:
    """Labels below 0 and above 255."""
    return [FlipCase(*_any_labels(rng, 4, 7), left_right, not left_right) for left_right in (False, True)]


def resizes_of_any_label(rng: np.random.Generator) -> list[ResizeCase]:
    """Labels below 0 and above 255; sizes for which H * (HO / H) is less than HO in floating point."""
    sizes = [((4, 7), (8, 14)), ((11, 23), (15, 13)), ((13, 43), (30, 31))]
    return [ResizeCase(*_any_labels(rng, *before), after) for before, after in sizes]


def to_learn(rng: np.random.Generator) -> Iterator[TrainCase]:
    """As the cases of `train`, but the longest."""
    return (case for case in training(rng) if case.steps < 4)


def to_ask_and_learn(rng: np.random.Generator) -> Iterator[TrainCase]:
    """A network that is asked, and then learns two steps."""
    for case in asking(rng):
        yield TrainCase(case.weights, case.images, case.labels, 2, 0.01, case.ignore)


def bright(rng: np.random.Generator) -> Iterator[BrightCase]:
    """A network whose first class is where red is more than 0.998: of all bytes, that is 255."""
    weights = {name: torch.zeros_like(value) for name, value in tiny_weights(3, torch.Generator()).items()}
    weights["first.weight"][0, 0, 1, 1] = weights["last.weight"][0, 0] = 1.0
    weights["norm.weight"][:] = weights["norm.running_var"][:] = 1.0
    weights["last.bias"][1:] = torch.tensor([0.998, -1.0])
    images = rng.integers(248, 256, (2, 3, 9, 11), dtype=np.uint8)
    yield BrightCase(weights, torch.from_numpy(images))


def _any_labels(rng: np.random.Generator, H: int, W: int) -> tuple[torch.Tensor, torch.Tensor]:
    labels = rng.choice(_LABELS, (H, W))
    labels.flat[: len(_LABELS)] = _LABELS
    return torch.from_numpy(rng.random((3, H, W))), torch.from_numpy(labels)
