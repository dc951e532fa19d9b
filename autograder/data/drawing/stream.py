"""Random numbers that are the same bits on every machine and with every version of NumPy.

Only the raw words of a bit generator are used, whose sequence NumPy promises never to change (its distributions may),
and only operations that IEEE 754 rounds exactly: + − × ÷, square root, floor, comparison. Sines, exponentials, sums
and products of matrices differ in the last bit from one processor to the next.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_T = TypeVar("_T")


class Stream:
    """The random numbers that belong to a text: nothing drawn from one stream moves another."""

    def __init__(self, label: str) -> None:
        digest = hashlib.sha256(label.encode()).digest()
        self._bits = np.random.PCG64(int.from_bytes(digest, "big"))
        self._ahead: list[float] = []  # single numbers are drawn many at a time: it is faster

    def floats(self, *shape: int) -> Floats:
        """Uniform in [0, 1), of that shape."""
        count = 1
        for length in shape:
            count *= length
        words = self._bits.random_raw(count) >> np.uint64(11)
        return words.astype(np.float64).reshape(shape) * (1.0 / (1 << 53))

    def between(self, low: float, high: float) -> float:
        """Uniform in [low, high)."""
        if not self._ahead:
            self._ahead = self.floats(256).tolist()
        return low + (high - low) * self._ahead.pop()

    def whole(self, low: int, high: int) -> int:
        """One of low, low + 1, …, high."""
        return low + int(self.between(0, high - low + 1))

    def chance(self, share: float) -> bool:
        """True in that share of calls."""
        return self.between(0, 1) < share

    def pick(self, choices: Sequence[_T]) -> _T:
        """One of them."""
        return choices[self.whole(0, len(choices) - 1)]

    def bells(self, *shape: int) -> Floats:
        """Close to normal, mean 0, variance 1: each is the sum of the eight bytes of a word."""
        count = 1
        for length in shape:
            count *= length
        sums = self._bits.random_raw(count).view(np.uint8).reshape(-1, 8).sum(axis=1, dtype=np.int64)
        bells: Floats = (sums - 1020) * (1 / 209.0)  # 8 · 127.5, and √(8 · (256² − 1) / 12)
        return bells.reshape(shape)


def smooth_noise(stream: Stream, height: int, width: int, cell_y: int, cell_x: int) -> Floats:
    """Soft blotches in [0, 1), shape (height, width): random values on a lattice, and a smooth step between them."""
    lattice = stream.floats(height // cell_y + 2, width // cell_x + 2)
    row, down = _cells(height, cell_y)
    column, right = _cells(width, cell_x)
    rows = lattice[row] + (lattice[row + 1] - lattice[row]) * down[:, None]
    return rows[:, column] + (rows[:, column + 1] - rows[:, column]) * right


def _cells(length: int, cell: int) -> tuple[NDArray[np.int64], Floats]:
    """For each position its lattice cell, and how far into it, eased."""
    position = np.arange(length) / cell
    number = np.floor(position)
    part = position - number
    return number.astype(np.int64), part * part * (3 - 2 * part)
