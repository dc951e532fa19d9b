"""Right answers for `scores`, point by point."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from autograder.exam import oracle

from ..cases.scores import ScoreCase


@oracle
def error(case: ScoreCase) -> float:
    """The mean distance of the visible points."""
    distances = [math.hypot(*offset) for _, offset in _offsets(case)]
    return math.fsum(distances) / len(distances)


@oracle
def near(case: ScoreCase) -> float:
    """The share of the visible points that are near enough: squares compared in fractions."""
    correct = [
        all(map(math.isfinite, offset))
        and sum(Fraction(each) ** 2 for each in offset)
        <= (Fraction(case.alpha) * Fraction(case.reference[n].item())) ** 2
        for n, offset in _offsets(case)
    ]
    return sum(correct) / len(correct)


def _offsets(case: ScoreCase) -> Iterator[tuple[int, list[float]]]:
    for n, k in np.ndindex(*case.visible.shape):
        if case.visible[n, k]:
            yield n, (case.pred[n, k].double() - case.target[n, k].double()).tolist()
