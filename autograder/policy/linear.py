"""The share of the points that stays falls in a straight line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal

from autograder.policy.base import ON_TIME, late, on_time
from autograder.policy.points import exactly, part_of
from autograder.policy.wording import SECOND, duration, percent, seconds, show
from autograder.records import Grade, Score

_TEN_THOUSANDTH = Decimal("0.0001")


@dataclass(frozen=True, kw_only=True)
class Linear:
    """From all of the points at the deadline to the share `keep` at `until`, and that from then on.

    A started second counts as a whole one, and the share is rounded up to the ten-thousandth, so that the line of the
    explanation is all there is to reckon.

    Raises:
        ValueError: a line of less than a second, or a share outside [0, 1].
    """

    until: timedelta
    keep: float = 0.0

    def __post_init__(self) -> None:
        if self.until < SECOND:
            raise ValueError(f"expected a line of a second or more, got {self.until}")
        if not 0.0 <= self.keep <= 1.0:
            raise ValueError(f"expected a share in [0, 1], got {self.keep!r}")

    @property
    def rule(self) -> str:
        """In words."""
        return (
            f"the share of the points that stays falls evenly, from 100% at the deadline to {percent(self.keep)} "
            f"{duration(self.until)} later"
        )

    def apply(self, score: Score, late_by: timedelta) -> Grade:
        """The share on the line."""
        if late_by <= ON_TIME:
            return on_time(score)
        if late_by >= self.until:
            share = exactly(self.keep)
            how = f"{late(late_by)} ({duration(self.until)} or more)"
        else:
            share = self._share(seconds(late_by), seconds(self.until))
            line = f"1 − {show(float(1 - exactly(self.keep)))} × {duration(late_by)} / {duration(self.until)}"
            how = f"{late(late_by)}: {line} = {share:.4f}, rounded up"
        points = part_of(score.earned, share)
        arithmetic = f"{show(score.earned)} × {show(float(share))} = {show(points)}"
        return Grade(points=points, late_by=late_by, explanation=f"{how}: {arithmetic}")

    def _share(self, passed: int, whole: int) -> Decimal:
        """After `passed` of `whole` seconds."""
        falls = 1 - exactly(self.keep)
        return (1 - falls * passed / whole).quantize(_TEN_THOUSANDTH, ROUND_CEILING)
