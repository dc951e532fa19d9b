"""A wrong answer beside the right one, and how much it takes to be more than chance."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from autograder.exam.closeness import beyond

MOST_VALUES = 10_000  # with more, a look at them would take longer than a student should wait for a guess
_FEWEST_ARRANGEMENTS = 24  # as many as four different values have
_CORNER = 4  # along each axis: compared first, because most guesses are wrong
_RTOL = (1e-12, 1e-4)  # finer than rounding, or coarse enough for chance: neither makes sense for a guess


@dataclass(frozen=True, eq=False)
class Pair:
    """An answer and the right one, finite, as float64; mostly of the same shape.

    Attributes:
        name: what the student knows the answer by.
        exact: the tolerances of the comparison, (rtol, atol).
        of_tensor: whether the student has a tensor, not an array.
    """

    actual: np.ndarray
    expected: np.ndarray
    name: str
    exact: tuple[float, float]
    of_tensor: bool = False

    @property
    def variable(self) -> str:
        """The name as it stands before an index: that of ``out of two images`` and ``out, the second time`` is out."""
        return re.sub(r"^([A-Za-z_]\w*),? .*", r"\1", self.name)

    @property
    def rtol(self) -> float:
        """Of a guess; never so coarse that much would fit by chance."""
        return min(max(self.exact[0], _RTOL[0]), _RTOL[1])

    @property
    def atol(self) -> float:
        """Of a guess; small beside the right values, whatever these are."""
        return min(self.exact[1], _RTOL[1] * float(np.abs(self.expected).max(initial=0)))

    @property
    def wrong(self) -> np.ndarray:
        """Where the answer is wrong, bool; for answers of the right shape."""
        return beyond(self.actual, self.expected, *self.exact)

    def same(self, one: np.ndarray, other: np.ndarray) -> bool:
        """Whether two arrays agree in shape and in all values."""
        corner = (slice(_CORNER),) * one.ndim
        return one.shape == other.shape and self._close(one[corner], other[corner]) and self._close(one, other)

    def _close(self, one: np.ndarray, other: np.ndarray) -> bool:
        return bool((np.abs(one - other) <= self.atol + self.rtol * np.abs(other)).all())

    def is_telling(self, values: np.ndarray) -> bool:
        """Whether `values` could be arranged in many ways, so that finding them in their places is no chance.

        A constant says nothing, nor does a single 1 among a few zeros.
        """
        if values.size == 0:
            return False
        ordered = np.sort(values, axis=None).astype(np.float64)
        apart = np.diff(ordered) > 2 * (self.atol + self.rtol * np.abs(ordered[1:]))
        ends = np.flatnonzero(np.append(apart, True))
        alike = np.diff(ends, prepend=-1).tolist()  # how many there are of each value
        arrangements = math.lgamma(ordered.size + 1) - sum(math.lgamma(count + 1) for count in alike)
        return arrangements > math.log(_FEWEST_ARRANGEMENTS) - 1e-9


def pair_of(
    actual: np.ndarray, expected: np.ndarray, name: str, rtol: float, atol: float, of_tensor: bool = False
) -> Pair | None:
    """The two as a `Pair`; None where there is nothing that could be looked at in no time."""
    if not (_is_plain(actual) and _is_plain(expected)):
        return None
    return Pair(actual.astype(np.float64), expected.astype(np.float64), name, (rtol, atol), of_tensor)


def _is_plain(array: np.ndarray) -> bool:
    """Whether these are a few finite numbers that float64 holds exactly."""
    if not 0 < array.size <= MOST_VALUES or array.dtype.kind not in "biuf" or array.dtype.itemsize > 8:
        return False
    if not np.isfinite(array).all():
        return False
    return array.dtype.kind == "f" or bool((np.abs(array.astype(np.float64)) < 2**53).all())
