"""From results to a grade: what was earned, how late it came, and what the late policy leaves of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from autograder.assignment import Assignment, Course
from autograder.policy.compose import policy_of
from autograder.policy.lateness import late_by
from autograder.records import Grade, HandIn, Score

__all__ = ["grade", "policy_of"]

_TIME_UNKNOWN = "time of handing in unknown: graded as on time"


def grade(assignment: Assignment, course: Course, hand_in: HandIn, score: Score) -> Grade:
    """What the assignment's late policy makes of `score`; looks at no clock.

    A hand-in whose time is unknown is graded as on time, and its explanation says so.

    Raises:
        GraderFault: a time without a zone.
        ConfigError: a deadline that the course's clocks skip.
    """
    late = late_by(hand_in, assignment, course)
    policy = policy_of(assignment.late)
    if late is None:
        on_time = policy.apply(score, timedelta(0))
        return replace(on_time, late_by=None, explanation=_TIME_UNKNOWN)
    return policy.apply(score, late)
