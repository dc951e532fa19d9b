"""The contract of a late policy, and the policy of courses that have none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from autograder.policy.wording import duration, show
from autograder.records import Grade, Score


class LatePolicy(Protocol):
    """A value with one pure method; clocks and files stay outside.

    Two laws hold for every policy: later never pays, and the points lie in ``[0, score.earned]``.
    """

    def apply(self, score: Score, late_by: timedelta) -> Grade:
        """The grade for `score`, handed in `late_by` after the deadline; zero is on time."""
        ...


@dataclass(frozen=True, kw_only=True)
class NoPenalty:
    """Late counts in full."""

    def apply(self, score: Score, late_by: timedelta) -> Grade:
        """All the points; the explanation still says how late."""
        if late_by <= timedelta(0):
            return on_time(score)
        explanation = f"{duration(late_by)} late, without a penalty: {show(score.earned)}"
        return Grade(points=score.earned, late_by=late_by, explanation=explanation)


def on_time(score: Score) -> Grade:
    """What every policy gives to a hand-in on time: all of its points."""
    return Grade(points=score.earned, late_by=timedelta(0), explanation="on time")
