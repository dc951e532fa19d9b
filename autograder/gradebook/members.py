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
    """The one of `members` who is `student`, who may have another name by now.

    None where nobody is, or where two with different grades may be.
    """
    same = _same(student, [each.student for each in members])
    found = [member for member, is_same in zip(members, same, strict=True) if is_same]
    return found[0] if len({each.grade for each in found}) == 1 else None


def is_among(student: Student, students: Sequence[Student]) -> bool:
    """Whether `student` is one of `students`, under whatever name."""
    return any(_same(student, students))


def _same(student: Student, students: Sequence[Student]) -> list[bool]:
    known = persons([student, *students], [students, [student]])
    wanted = person_of(student, known)
    return [person_of(each, known) == wanted for each in students]
