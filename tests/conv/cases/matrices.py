"""Cases for `matrices`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .layers import many


@dataclass(frozen=True, eq=False)
class WindowCase:
    """Images, how a window moves over them, and columns for it.

    Attributes:
        x: shape (N, C, H, W).
        columns: shape (N, C * KH * KW, HO * WO).
    """

    x: np.ndarray
    columns: np.ndarray
    kernel: tuple[int, int]
    stride: int
    padding: int

    def __str__(self) -> str:
        return f"x {self.x.shape}, kernel {self.kernel}, stride {self.stride}, padding {self.padding}"


@dataclass(frozen=True, eq=False)
class MatrixCase:
    """A kernel, shape (K,), and how it moves along n elements."""

    w: np.ndarray
    n: int
    stride: int
    padding: int

    def __str__(self) -> str:
        return f"w {self.w.shape}, n {self.n}, stride {self.stride}, padding {self.padding}"


def rectangular_cases(rng: np.random.Generator) -> list[WindowCase]:
    """Every stride with every padding; nothing is square, and from stride 2 on pixels are left over."""
    return [
        _window_case(rng, (2, 3, 5, 9), (2, 3), stride=1, padding=0),
        _window_case(rng, (3, 2, 9, 5), (2, 3), stride=1, padding=1),
        _window_case(rng, (2, 4, 4, 9), (3, 2), stride=1, padding=2),
        _window_case(rng, (3, 2, 9, 6), (4, 3), stride=2, padding=0),
        _window_case(rng, (2, 3, 5, 11), (4, 2), stride=2, padding=1),
        _window_case(rng, (4, 2, 11, 6), (2, 3), stride=2, padding=2),
        _window_case(rng, (2, 3, 7, 12), (3, 4), stride=3, padding=0),
        _window_case(rng, (3, 4, 14, 7), (4, 2), stride=3, padding=1),
        _window_case(rng, (2, 3, 4, 12), (3, 2), stride=3, padding=2),
    ]


def edge_cases(rng: np.random.Generator) -> list[WindowCase]:
    """One of everything, windows of one pixel and of the whole image, skipped pixels, windows that see only padding."""
    return [
        _window_case(rng, (1, 1, 1, 1), (1, 1), stride=1, padding=0),
        _window_case(rng, (1, 3, 4, 6), (1, 1), stride=1, padding=0),
        _window_case(rng, (3, 1, 5, 4), (5, 4), stride=2, padding=0),
        _window_case(rng, (2, 2, 8, 6), (2, 1), stride=3, padding=0),
        _window_case(rng, (2, 3, 3, 5), (1, 2), stride=1, padding=2),
        _window_case(rng, (1, 2, 1, 9), (1, 4), stride=2, padding=0),
        _window_case(rng, (2, 2, 3, 2), (7, 6), stride=1, padding=2),
        _window_case(rng, (2, 3, 6, 8), (3, 2), stride=2, padding=1, scale=1e6),
        # one setting is another: what is remembered without that one is wrong
        _window_case(rng, (3, 2, 6, 8), (3, 2), stride=2, padding=1),
        _window_case(rng, (2, 3, 6, 8), (3, 2), stride=2, padding=0),
        _window_case(rng, (2, 3, 6, 8), (3, 2), stride=1, padding=1),
        _window_case(rng, (2, 3, 6, 8), (2, 3), stride=1, padding=1),
        _window_case(rng, (2, 3, 8, 10), (2, 3), stride=4, padding=0),
        # many of each: who answers rightly for few only is wrong here
        _window_case(rng, (many(rng), 1, 1, 3), (1, 2), stride=1, padding=0),
        _window_case(rng, (1, many(rng), 3, 1), (2, 1), stride=1, padding=0),
        _window_case(rng, (1, 1, 32, many(rng)), (many(rng) - 1, 1), stride=1, padding=0),
        _window_case(rng, (1, 1, many(rng), 32), (1, many(rng) - 1), stride=1, padding=1),
    ]


def everyday_matrices(rng: np.random.Generator) -> list[MatrixCase]:
    """Every stride with every padding, elements left over."""
    return [
        MatrixCase(rng.standard_normal(length), n, stride, padding)
        for stride in (1, 2, 3)
        for padding in (0, 1, 2)
        for length, n in ((3, 8), (4, 10))
    ]


def edge_matrices(rng: np.random.Generator) -> list[MatrixCase]:
    """One element, skipped ones, long kernels, places that see only padding, one size twice; then the others."""
    edges = [(1, 1, 1, 0), (1, 7, 3, 0), (2, 9, 4, 1), (5, 5, 1, 0), (7, 3, 1, 2), (2, 4, 1, 3), (2, 4, 1, 3)]
    edges += [(3, 33, 1, 0), (30, 4, 2, 28)]
    return [
        *(MatrixCase(rng.standard_normal(length), n, stride, padding) for length, n, stride, padding in edges),
        *everyday_matrices(rng),
    ]


def _window_case(
    rng: np.random.Generator,
    shape: tuple[int, int, int, int],
    kernel: tuple[int, int],
    *,
    stride: int,
    padding: int,
    scale: float = 1.0,
) -> WindowCase:
    N, C, *sides = shape
    HO, WO = ((n + 2 * padding - k) // stride + 1 for n, k in zip(sides, kernel, strict=True))
    columns = rng.standard_normal((N, C * kernel[0] * kernel[1], HO * WO))
    return WindowCase(scale * rng.standard_normal(shape), scale * columns, kernel, stride, padding)
