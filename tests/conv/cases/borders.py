"""Cases for the first two questions of `layers`: sizes of outputs, and borders around images."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .layers import many, side


@dataclass(frozen=True)
class SizeCase:
    """One side of an image, and how a kernel moves along it."""

    n: int
    kernel: int
    stride: int
    padding: int

    def __str__(self) -> str:
        return f"output_size({self.n}, {self.kernel}, stride={self.stride}, padding={self.padding})"


@dataclass(frozen=True, eq=False)
class PadCase:
    """Images, shape (N, C, H, W), and the border they get."""

    x: np.ndarray
    padding: int
    mode: str

    def __str__(self) -> str:
        return f"x {self.x.shape}, padding {self.padding}, mode {self.mode!r}"


def size_cases(rng: np.random.Generator) -> list[SizeCase]:
    """Every remainder of every stride with an odd and an even kernel, every stride with each padding."""
    return [
        SizeCase(side(int(rng.integers(2, 30)), kernel, stride, padding, left_over), kernel, stride, padding)
        for stride in (1, 2, 3, 4)
        for left_over in range(stride)
        for kernel in (5, 6)
        for padding in ((0, 1, 2) if stride == 1 else ((left_over + kernel) % 3,))
    ]


def pad_cases(rng: np.random.Generator) -> list[PadCase]:
    """All modes on images that are not square, then the smallest images that a mode can take."""
    tall, wide = _normal(rng, 2, 3, 7, 4), _normal(rng, 3, 2, 4, 6)
    cases = [
        PadCase(x, padding, mode)
        for mode in ("zero", "replicate", "reflect")
        for padding in (0, 1, 2, 3)
        for x in (tall, wide)
    ]
    pixel = _normal(rng, 1, 1, 1, 1)
    return [
        *cases,
        PadCase(_normal(rng, 1, 2, 3, 4), 2, "reflect"),  # the mirror image is as large as it gets
        PadCase(_normal(rng, 2, 1, 2, 3), 4, "replicate"),  # a border wider than the image
        PadCase(pixel, 2, "replicate"),
        PadCase(pixel, 2, "zero"),
        PadCase(wide * 1e6, 2, "reflect"),
        PadCase(_normal(rng, many(rng), 1, 2, 3), 1, "replicate"),
        PadCase(_normal(rng, 1, many(rng), 3, 2), 1, "reflect"),
        PadCase(_normal(rng, 1, 1, 33, 34), many(rng), "reflect"),
        PadCase(pixel, many(rng), "zero"),
    ]


def everyday_paddings(rng: np.random.Generator) -> list[PadCase]:
    """Each mode with a border and, where a copy is easily forgotten, without."""
    x = _normal(rng, 2, 3, 7, 4)
    return [PadCase(x, padding, mode) for mode in ("zero", "replicate", "reflect") for padding in (0, 2)]


def _normal(rng: np.random.Generator, *shape: int) -> np.ndarray:
    return rng.standard_normal(shape)
