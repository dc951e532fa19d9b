"""Lateness that touches the points of some questions only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from autograder.policy.base import ON_TIME, LatePolicy, on_time
from autograder.policy.points import total
from autograder.policy.wording import show
from autograder.records import Grade, Score


@dataclass(frozen=True, kw_only=True)
class OnQuestions:
    """`inner`, for the points of the questions in `names`; those of all others count in full."""

    names: tuple[str, ...]
    inner: LatePolicy

    @property
    def rule(self) -> str:
        """In words."""
        return f"{self.inner.rule}; all this is about {', '.join(self.names)} only, and other questions count in full"

    def apply(self, score: Score, late_by: timedelta) -> Grade:
        """What `inner` gives for these questions, and all points of the others."""
        if late_by <= ON_TIME:
            return on_time(score)
        touched = Score(questions=tuple(each for each in score.questions if each.question in self.names))
        others = total(each.earned for each in score.questions if each.question not in self.names)
        grade = self.inner.apply(touched, late_by)
        points = min(score.earned, total((grade.points, others)))  # sums of rounded parts may be a millionth more
        why = f"{grade.explanation} for {', '.join(self.names)}; {show(others)} for all others: {show(points)}"
        return replace(grade, points=points, explanation=why)
