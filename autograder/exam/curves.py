"""What a measured value earns: the metric → points curve of a question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from autograder.exam.compare import Mismatch

Curve = Sequence[tuple[float, float]]
"""Knots (metric, points); metrics rise, points only rise or only fall."""


def points_of(curve: Curve, value: float, kind: str = "linear") -> float:
    """Points for a metric of `value`, between the least and the most points of `curve`.

    Args:
        kind: ``linear``: on straight lines between the knots, and level beyond the outer ones; ``steps``: the points of
            the best knot that is reached, exactly counts as reached; none before the first.

    Raises:
        Mismatch: the value is not a number, so it earns nothing.
    """
    if math.isnan(value):
        raise Mismatch("the measured value is not a number (NaN), so it earns nothing")
    return _reached(curve, value) if kind == "steps" else _on_lines(curve, value)


def in_words(curve: Curve, kind: str = "linear") -> str:
    """``0 points at 0.3, 10 at 0.5, 20 at 0.7; on straight lines in between``."""
    where = "at" if kind == "linear" else "from" if _rises(curve) else "up to"
    (first, points), *others = curve
    knots = [f"{points:g} points {where} {first:g}", *(f"{more:g} {where} {metric:g}" for metric, more in others)]
    return f"{', '.join(knots)}; {'on straight lines in between' if kind == 'linear' else 'in steps'}"


def _on_lines(curve: Curve, value: float) -> float:
    for (left, low), (right, high) in pairwise(curve):
        if value <= left:
            return low
        if value < right:
            share = (value - left) / (right - left)
            between = low + share * (high - low)
            return min(max(between, min(low, high)), max(low, high))  # rounding may lead a little beyond
    return curve[-1][1]


def _reached(curve: Curve, value: float) -> float:
    rises = _rises(curve)
    return max((points for metric, points in curve if (value >= metric if rises else value <= metric)), default=0.0)


def _rises(curve: Curve) -> bool:
    return curve[0][1] < curve[-1][1]
