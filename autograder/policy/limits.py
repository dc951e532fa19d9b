"""What limits another policy: a cap, a floor, a cut-off, minutes of grace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from autograder.policy.base import IN_FULL, ON_TIME, LatePolicy, late, on_time
from autograder.policy.points import exactly, part_of
from autograder.policy.wording import duration, percent, show
from autograder.records import Grade, Score


@dataclass(frozen=True, kw_only=True)
class Cap:
    """Late work gets at most `share` of the possible points: "at most 70 % when late".

    Raises:
        ValueError: a share outside [0, 1].
    """

    share: float
    inner: LatePolicy = IN_FULL

    def __post_init__(self) -> None:
        _require_share(self.share)

    @property
    def rule(self) -> str:
        """In words."""
        return _and(self.inner, f"late work gets at most {percent(self.share)} of the possible points")

    def apply(self, score: Score, late_by: timedelta) -> Grade:
        """What `inner` gives, but no more than the cap."""
        grade = self.inner.apply(score, late_by)
        most = part_of(score.possible, exactly(self.share))
        if late_by <= ON_TIME or grade.points <= most:
            return grade
        why = f"at most {show(self.share)} × {show(score.possible)} = {show(most)} when late"
        return replace(grade, points=most, explanation=f"{grade.explanation}; {why}")


@dataclass(frozen=True, kw_only=True)
class Floor:
    """Late work keeps at least `share` of the points earned, or of the possible ones; never more than it earned.

    Raises:
        ValueError: a share outside [0, 1].
    """

    share: float
    of: Literal["earned", "possible"] = "earned"
    inner: LatePolicy = IN_FULL

    def __post_init__(self) -> None:
        _require_share(self.share)

    @property
    def rule(self) -> str:
        """In words."""
        base = "points earned" if self.of == "earned" else "possible points, or all that was earned if that is less"
        return _and(self.inner, f"late work keeps at least {percent(self.share)} of the {base}")

    def apply(self, score: Score, late_by: timedelta) -> Grade:
        """What `inner` gives, but no less than the floor."""
        grade = self.inner.apply(score, late_by)
        whole = score.earned if self.of == "earned" else score.possible
        least = min(score.earned, part_of(whole, exactly(self.share)))
        if grade.points >= least:
            return grade
        why = f"not less than {show(self.share)} × {show(whole)}: {show(least)}"
        return replace(grade, points=least, explanation=f"{grade.explanation}; {why}")


@dataclass(frozen=True, kw_only=True)
class CutOff:
    """What is later than `after` gets nothing; exactly then it still gets what `inner` gives.

    Raises:
        ValueError: a cut-off before the deadline.
    """

    after: timedelta
    inner: LatePolicy = IN_FULL

    def __post_init__(self) -> None:
        _require_after_the_deadline(self.after)

    @property
    def rule(self) -> str:
        """In words."""
        return _and(self.inner, f"more than {duration(self.after)} late, nothing counts")

    def apply(self, score: Score, late_by: timedelta) -> Grade:
        """What `inner` gives, or nothing."""
        if late_by <= self.after:
            return self.inner.apply(score, late_by)
        why = f"{late(late_by)} (more than {duration(self.after)}): 0 points"
        return Grade(points=0.0, late_by=late_by, explanation=why)


@dataclass(frozen=True, kw_only=True)
class Grace:
    """What is late by no more than `span` is on time; what is later counts from the deadline, as without grace.

    Raises:
        ValueError: a negative span.
    """

    span: timedelta
    inner: LatePolicy = IN_FULL

    def __post_init__(self) -> None:
        _require_after_the_deadline(self.span)

    @property
    def rule(self) -> str:
        """In words."""
        return _and(self.inner, f"up to {duration(self.span)} late is on time")

    def apply(self, score: Score, late_by: timedelta) -> Grade:
        """All points within the grace, else what `inner` gives."""
        if late_by <= ON_TIME:
            return on_time(score)
        if late_by > self.span:
            return self.inner.apply(score, late_by)
        why = f"{late(late_by)}, within {duration(self.span)} of grace: on time"
        return Grade(points=score.earned, late_by=late_by, explanation=why)


def _and(inner: LatePolicy, rule: str) -> str:
    return rule if inner == IN_FULL else f"{inner.rule}; {rule}"


def _require_share(share: float) -> None:
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"expected a share in [0, 1], got {share!r}")


def _require_after_the_deadline(span: timedelta) -> None:
    if span < ON_TIME:
        raise ValueError(f"expected a time after the deadline, got {span}")
