"""The members of a group that have grades of their own, each by their own deadline, from one hand-in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from autograder.gradebook.people import person_of, persons
from autograder.records import Grade, Student


@dataclass(frozen=True, kw_only=True)
class Member:
    """What one member gets.

    Attributes:
        student: as the hand-in named them when it was graded, without a deadline.
        own_due: their deadline in UTC where it is not the assignment's.
    """

    student: Student
    grade: Grade
    own_due: datetime | None = None


def same_person(student: Student, members: Sequence[Member]) -> Member | None:
    """The one of `members` who is `student`, who may have another name by now; None where nobody is."""
    named = [each.student for each in members]
    known = persons([student, *named], [named, [student]])
    wanted = person_of(student, known)
    return next((each for each in members if person_of(each.student, known) == wanted), None)
