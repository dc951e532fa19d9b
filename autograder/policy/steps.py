"""Keep a fixed share of the points within each period after the deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from autograder.policy.base import ON_TIME, late, on_time
from autograder.policy.points import exactly, part_of
from autograder.policy.wording import duration, percent, show
from autograder.records import Grade, Score


@dataclass(frozen=True, kw_only=True)
class Steps:
    """Each step is (until, keep): up to and including `until` after the deadline, the share `keep` stays.

    ``Steps(steps=((day, 0.85), (2 * day, 0.70)))`` is the 15 % / 30 % / zero rule. Exactly on a boundary is
    on the milder side; the smallest fraction of a second beyond it is not.

    Raises:
        ValueError: no steps, steps that do not grow, or a later step that keeps more.
    """

    steps: tuple[tuple[timedelta, float], ...]

    def __post_init__(self) -> None:
        if not self.steps:
            raise ValueError("expected at least one step, got none")
        for _, keep in self.steps:
            if not 0.0 <= keep <= 1.0:
                raise ValueError(f"expected a share in [0, 1], got {keep!r}")
        for (until, keep), (later, keep_later) in pairwise(self.steps):
            if not until < later:
                raise ValueError(f"steps must grow: {later} comes after {until}")
            if not keep >= keep_later:
                raise ValueError(f"later must not pay more: keep {keep_later} after {keep}")

    @property
    def rule(self) -> str:
        """In words."""
        steps = [f"up to {duration(until)} late keeps {percent(keep)} of the points" for until, keep in self.steps]
        return "; ".join((*steps, "after that, none"))

    def apply(self, score: Score, late_by: timedelta) -> Grade:
        """The share of the first step that `late_by` does not exceed; no points after the last."""
        if late_by <= ON_TIME:
            return on_time(score)
        for until, keep in self.steps:
            if late_by <= until:
                points = part_of(score.earned, exactly(keep))
                arithmetic = f"{show(score.earned)} × {show(keep)} = {show(points)}"
                explanation = f"{late(late_by)} (at most {duration(until)}): {arithmetic}"
                return Grade(points=points, late_by=late_by, explanation=explanation)
        last, _ = self.steps[-1]
        explanation = f"{late(late_by)} (more than {duration(last)}): 0 points"
        return Grade(points=0.0, late_by=late_by, explanation=explanation)
