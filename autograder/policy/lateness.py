"""How late a hand-in is, in time that really passed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from autograder.assignment import Assignment, Course
from autograder.errors import GraderFault
from autograder.records import HandIn


def late_by(hand_in: HandIn, assignment: Assignment, course: Course) -> timedelta | None:
    """Time from the deadline to the handing in, never less than zero; None if that time is unknown.

    The deadline is the hand-in's own where it has one (an extension), else the assignment's; without either,
    nothing is late. Both moments are compared in UTC: Python subtracts two times of one zone by their wall
    clocks, which is an hour off where the clocks change in between.

    Raises:
        GraderFault: a time of the hand-in has no zone.
        ConfigError: the assignment's deadline does not exist in the course's zone.
    """
    if hand_in.submitted_at is None:
        return None
    due = _due(hand_in, assignment, course)
    if due is None:
        return timedelta(0)
    return max(timedelta(0), _in_utc(hand_in.submitted_at, hand_in, "submitted_at") - due)


def _due(hand_in: HandIn, assignment: Assignment, course: Course) -> datetime | None:
    if hand_in.due_at is not None:
        return _in_utc(hand_in.due_at, hand_in, "due_at")
    return None if assignment.due is None else course.moment(assignment.due)


def _in_utc(moment: datetime, hand_in: HandIn, field: str) -> datetime:
    if moment.utcoffset() is None:
        raise GraderFault(f"{hand_in.key}: expected {field} with a time zone, got {moment.isoformat()}")
    return moment.astimezone(UTC)
