"""Every started day, hour, … after the deadline costs the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Literal

from autograder.policy.base import ON_TIME, late, on_time
from autograder.policy.points import exactly, hundredths, part_of
from autograder.policy.wording import duration, percent, show
from autograder.records import Grade, Score


@dataclass(frozen=True, kw_only=True)
class PerPeriod:
    """`lose` for every started period: a share of the points earned or possible, or points.

    ``PerPeriod(every=day, lose=0.10, of="possible")`` is 10 % of the possible points a day. A period is time that
    really passed, as a stopwatch shows it; exactly one period late is one period, the smallest fraction of a second
    more is two. 49 h are three started days.

    Raises:
        ValueError: no period, or nothing lost, or a share of more than 1.
    """

    every: timedelta
    lose: float
    of: Literal["earned", "possible", "points"] = "earned"

    def __post_init__(self) -> None:
        if self.every <= ON_TIME:
            raise ValueError(f"expected a period longer than nothing, got {self.every}")
        most = 1.0 if self.of != "points" else float("inf")
        if not (0.0 < self.lose <= most and self.lose < float("inf")):
            raise ValueError(f"expected to lose something, got {self.lose!r} of {self.of}")

    @property
    def rule(self) -> str:
        """In words."""
        if self.of == "points":
            return f"each started {duration(self.every)} costs {show(self.lose)} points"
        return f"each started {duration(self.every)} costs {percent(self.lose)} of the {_BASES[self.of]}"

    def apply(self, score: Score, late_by: timedelta) -> Grade:
        """What is left after all started periods, never less than zero."""
        if late_by <= ON_TIME:
            return on_time(score)
        periods = -(-late_by // self.every)
        points, arithmetic = self._left(score, periods)
        started = f"{periods} started period{'s' if periods > 1 else ''} of {duration(self.every)}"
        return Grade(points=points, late_by=late_by, explanation=f"{late(late_by)} ({started}): {arithmetic}")

    def _left(self, score: Score, periods: int) -> tuple[float, str]:
        """Points, and how they come about."""
        earned, lost = show(score.earned), f"{periods} × {show(self.lose)}"
        if self.of == "earned":
            points = part_of(score.earned, max(Decimal(0), 1 - periods * exactly(self.lose)))
            arithmetic = f"{earned} × (1 − {lost})"
        else:
            whole = exactly(score.possible) if self.of == "possible" else Decimal(1)
            rest = max(Decimal(0), exactly(score.earned) - periods * exactly(self.lose) * whole)
            points = min(score.earned, float(hundredths(rest)))
            arithmetic = f"{earned} − {lost}" + (f" × {show(score.possible)}" if self.of == "possible" else "")
        return points, f"{arithmetic} = {show(points)}" if points else f"{arithmetic}, which leaves 0 points"


_BASES = {"earned": "points earned", "possible": "possible points"}
