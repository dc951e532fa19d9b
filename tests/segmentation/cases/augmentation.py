"""Cases for `augmentation`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class Labelled:
    """An image, shape (C, H, W), and labels, shape (H, W); some are 255."""

    image: Tensor
    labels: Tensor

    def __str__(self) -> str:
        dtypes = [str(tensor.dtype).removeprefix("torch.") for tensor in (self.image, self.labels)]
        return f"image {tuple(self.image.shape)} {dtypes[0]}, labels {dtypes[1]}"


@dataclass(frozen=True, eq=False)
class FlipCase(Labelled):
    """What is mirrored."""

    left_right: bool
    up_down: bool

    def __str__(self) -> str:
        return f"{super().__str__()}, left_right={self.left_right}, up_down={self.up_down}"


@dataclass(frozen=True, eq=False)
class CropCase(Labelled):
    """A window, and the label of what lies outside."""

    window: tuple[int, int, int, int]
    ignore: int

    def __str__(self) -> str:
        top, left, height, width = self.window
        place = f"top={top}, left={left}, height={height}, width={width}"
        return f"{super().__str__()}, {place}, ignore={self.ignore}"


@dataclass(frozen=True, eq=False)
class ResizeCase(Labelled):
    """The new size."""

    size: tuple[int, int]

    @property
    def is_even(self) -> bool:
        """Whether the places of all new pixels are halves, quarters and so on, which float32 holds as float64 does."""
        steps = (Fraction(n, n_out) for n, n_out in zip(self.labels.shape, self.size, strict=True))
        return all(step.denominator.bit_count() == 1 for step in steps)

    def __str__(self) -> str:
        return f"{super().__str__()}, size {self.size}"


def flip_cases(rng: np.random.Generator) -> list[FlipCase]:
    """All four ways, nothing is square, one to four channels."""
    return [
        FlipCase(*_labelled(rng, C, H, W, double, small), left_right, up_down)
        for C, H, W, double, small in ((3, 4, 7, False, False), (1, 6, 3, True, True), (4, 2, 5, False, True))
        for left_right in (False, True)
        for up_down in (False, True)
    ]


def inner_crops(rng: np.random.Generator) -> list[CropCase]:
    """Windows inside of the image: all of it, a corner, one pixel."""
    windows = [(0, 0, 6, 9), (1, 3, 4, 5), (2, 0, 4, 3), (0, 5, 2, 4), (5, 8, 1, 1), (3, 1, 2, 7)]
    return [CropCase(*_labelled(rng, 3, 6, 9, k % 2 == 0, k % 3 == 0), window, 255) for k, window in enumerate(windows)]


def outer_crops(rng: np.random.Generator) -> list[CropCase]:
    """Over each edge, around the whole image, beyond it; labels to ignore of all kinds."""
    windows = [
        ((-2, 1, 5, 4), 255),
        ((1, -3, 3, 6), 255),
        ((3, 2, 5, 4), 0),
        ((2, 6, 3, 5), 7),
        ((-1, -2, 8, 12), 255),
        ((-3, 7, 5, 6), 4),
        ((6, 1, 2, 3), 255),
        ((2, 9, 3, 2), 255),
        ((-4, 0, 4, 5), 9),
        ((1, -6, 2, 5), 255),
        ((20, -30, 3, 4), 255),
    ]
    cases = [
        CropCase(*_labelled(rng, C, 6, 9, C == 2, k % 2 == 0), window, ignore)
        for k, ((window, ignore), C) in enumerate(zip(windows, (3, 1, 2, 4, 3, 2, 3, 1, 2, 3, 1), strict=True))
    ]
    below = CropCase(*_labelled(rng, 2, 4, 5, False, False), (-1, 2, 3, 5), -1)
    return [*cases, below]


def resize_cases(rng: np.random.Generator) -> list[ResizeCase]:
    """Larger, smaller, larger one way and smaller the other; no sample lies between two squares."""
    sizes = [
        ((4, 7), (8, 14)),
        ((5, 7), (9, 16)),
        ((9, 15), (5, 6)),
        ((6, 11), (14, 4)),
        ((9, 5), (4, 15)),
        ((5, 8), (5, 8)),
        ((15, 7), (4, 30)),
        ((3, 4), (17, 12)),
    ]
    return _resizes(rng, sizes)


def edge_sizes(rng: np.random.Generator) -> list[ResizeCase]:
    """One pixel becomes many, many become one row, column or pixel."""
    return _resizes(rng, [((1, 1), (3, 4)), ((5, 7), (1, 1)), ((1, 6), (4, 10)), ((7, 1), (3, 5)), ((3, 9), (7, 1))])


def _resizes(rng: np.random.Generator, sizes: list[tuple[tuple[int, int], tuple[int, int]]]) -> list[ResizeCase]:
    for before, after in sizes:
        assert not any(_touches_a_border(*pair) for pair in zip(before, after, strict=True)), (before, after)
    return [
        ResizeCase(*_labelled(rng, 1 + k % 4, H, W, k % 2 == 0, k % 3 == 0), size)
        for k, ((H, W), size) in enumerate(sizes)
    ]


def _touches_a_border(n: int, n_out: int) -> bool:
    """Whether the centre of some new pixel lies between two old ones: rounding would decide which it gets."""
    return any((2 * i + 1) * n % (2 * n_out) == 0 for i in range(n_out))


def _labelled(rng: np.random.Generator, C: int, H: int, W: int, double: bool, small: bool) -> tuple[Tensor, Tensor]:
    image = torch.from_numpy(rng.random((C, H, W))).to(torch.float64 if double else torch.float32)
    labels = np.where(rng.random((H, W)) < 0.1, 255, rng.integers(12, size=(H, W)))
    return image, torch.from_numpy(labels).to(torch.uint8 if small else torch.int64)
