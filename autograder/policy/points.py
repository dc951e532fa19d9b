"""A share of some points, reckoned as a student with a calculator would."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

_HUNDREDTH = Decimal("0.01")


def part_of(points: float, share: Decimal) -> float:
    """`share` of `points` to the hundredth, halves up; a full share is exactly `points`.

    Decimal, not binary: 0.85 of 85.5 is 72.675 and becomes 72.68, where floats would give 72.67.

    Args:
        points: zero or more.
        share: in [0, 1].

    Returns:
        In [0, points], and never falling where `share` rises.
    """
    if share == 1:
        return points
    return min(points, float(hundredths(exactly(points) * share)))


def hundredths(points: Decimal) -> Decimal:
    """To the hundredth, halves up."""
    return points.quantize(_HUNDREDTH, ROUND_HALF_UP)


def total(points: Iterable[float]) -> float:
    """The sum, as `Score` makes it: without the dust of floating point."""
    return round(sum(points), 6)


def exactly(number: float) -> Decimal:
    """The decimal that was written for `number`: 0.1 is one tenth."""
    return Decimal(str(number))
