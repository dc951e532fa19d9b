"""The contract of a late policy, and the policy of courses that have none.

Policies are put together from values that hold another one, ``CutOff(after=…, inner=Cap(share=…, inner=Steps(…)))``:
each asks the inner one first, and limits what it gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from autograder.policy.wording import duration, show
from autograder.records import Grade, Score

ON_TIME = timedelta(0)


class LatePolicy(Protocol):
    """A value with one pure method; clocks and files stay outside.

    Two laws hold for every policy: later never pays, and the points lie in ``[0, score.earned]``.
    """

    @property
    def rule(self) -> str:
        """The rule in words, for students: parts of a sentence, without capital letter and full stop."""
        ...

    def apply(self, score: Score, late_by: timedelta) -> Grade:
        """The grade for `score`, handed in `late_by` after the deadline; zero is on time.

        Its explanation has the arithmetic in one line that a student can check.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class NoPenalty:
    """Late counts in full."""

    @property
    def rule(self) -> str:
        """In words."""
        return "late work counts in full"

    def apply(self, score: Score, late_by: timedelta) -> Grade:
        """All the points; the explanation still says how late."""
        if late_by <= ON_TIME:
            return on_time(score)
        explanation = f"{late(late_by)}, without a penalty: {show(score.earned)}"
        return Grade(points=score.earned, late_by=late_by, explanation=explanation)


IN_FULL = NoPenalty()


def on_time(score: Score) -> Grade:
    """What every policy gives to a hand-in on time: all of its points."""
    return Grade(points=score.earned, late_by=ON_TIME, explanation="on time")


def late(late_by: timedelta) -> str:
    """``26 h late``."""
    return f"{duration(late_by)} late"
