"""How late a hand-in is, in time that really passed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from autograder.assignment import Assignment, Course
from autograder.errors import GraderFault
from autograder.extensions import NO_EXTENSIONS, Extensions
from autograder.records import HandIn, Student


def late_by(hand_in: HandIn, due: datetime | None) -> timedelta | None:
    """Time from the deadline to the handing in, never less than zero; None if that time is unknown.

    Both moments are compared in UTC: Python subtracts two times of one zone by their wall clocks, which is an hour off
    where the clocks change in between.

    Args:
        due: in any zone; None: nothing is late.

    Raises:
        GraderFault: the hand-in's time has no zone.
    """
    if hand_in.submitted_at is None:
        return None
    if due is None:
        return timedelta(0)
    return max(timedelta(0), _in_utc(hand_in.submitted_at, hand_in, "submitted_at") - due.astimezone(UTC))


def due_of(
    hand_in: HandIn, assignment: Assignment, course: Course, extensions: Extensions = NO_EXTENSIONS
) -> datetime | None:
    """The deadline of a hand-in in UTC, None where there is none.

    In a group whose members have different ones it is the latest, or the earliest where ``[late] group`` says so. Where
    it says ``own``, it is the latest too: that of the member who gets the most.

    Raises:
        GraderFault: a deadline of the hand-in has no zone.
        ConfigError: the assignment's deadline does not exist in the course's zone.
    """
    dues = [due_of_member(student, hand_in, assignment, course, extensions) for student in hand_in.students]
    if not dues:
        return _of_all(hand_in, assignment, course)
    known = [due for due in dues if due is not None]
    if assignment.late is not None and assignment.late.group == "earliest":
        return min(known, default=None)
    return max(known) if len(known) == len(dues) else None  # no deadline is later than any


def due_of_member(
    student: Student,
    hand_in: HandIn,
    assignment: Assignment,
    course: Course,
    extensions: Extensions = NO_EXTENSIONS,
) -> datetime | None:
    """One student's deadline in UTC: what Gradescope says, else that of all; or their extension, if it is later.

    Raises:
        GraderFault, ConfigError: as `due_of`.
    """
    own = student.due_at
    due = _of_all(hand_in, assignment, course) if own is None else _in_utc(own, hand_in, "due_at")
    extended = extensions.due(student)
    return due if due is None or extended is None else max(due, extended)


def _of_all(hand_in: HandIn, assignment: Assignment, course: Course) -> datetime | None:
    """What ``assignment.toml`` says, else what Gradescope says of the assignment."""
    if assignment.due is not None:
        return course.moment(assignment.due)
    return None if hand_in.due_at is None else _in_utc(hand_in.due_at, hand_in, "due_at")


def _in_utc(moment: datetime, hand_in: HandIn, field: str) -> datetime:
    if moment.utcoffset() is None:
        raise GraderFault(f"{hand_in.key}: expected {field} with a time zone, got {moment.isoformat()}")
    return moment.astimezone(UTC)
