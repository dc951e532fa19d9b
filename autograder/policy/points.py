"""A share of some points, reckoned as a student with a calculator would."""

from __future__ import annotations

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
    part = (exactly(points) * share).quantize(_HUNDREDTH, ROUND_HALF_UP)
    return min(points, float(part))


def exactly(number: float) -> Decimal:
    """The decimal that was written for `number`: 0.1 is one tenth."""
    return Decimal(str(number))
