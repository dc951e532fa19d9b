"""From what was found out to a grade, without running anything: as often as a policy or an extension changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

from autograder.assignment import Assignment, Course
from autograder.errors import ExamFault, StoredError
from autograder.gradebook.examined import Examined, graded_of
from autograder.gradebook.hand_in import HandedIn
from autograder.gradebook.keys import Content, digest
from autograder.gradebook.members import Member, is_among, same_person
from autograder.policy import with_grade
from autograder.policy.lateness import due_of, due_of_member
from autograder.records import Grade, Graded, HandIn, Score, Student
from autograder.workspace import Workspace

_OF_POLICY = {"due", "late"}
_OF_QUESTION = {"name", "points", "credit"}


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What a grade follows from; two that are the same give the same grade.

    Attributes:
        content: SHA-256 of each part of the content key.
        policy: digest of what assignment.toml and course.toml say of points and lateness.
        own_due: the hand-in's deadline in UTC where it is not the assignment's: an extension.
        submitted_at: in UTC; None where unknown.
    """

    content: Mapping[str, str]
    policy: str
    own_due: datetime | None = None
    submitted_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Derived:
    """A grade that follows from what is stored.

    Attributes:
        key: of the hand-in.
        who: its students' names, or the key.
        status: excused where all of its students are; the grade is then what they would have.
        members: of a group whose members have grades of their own; `grade` is the one with the most points then.
        students: whose grade it is, where that is known: the history does not say it where all have the same.
    """

    key: str
    who: str
    assignment: str
    status: Literal["graded", "unreadable", "excused"]
    score: Score
    grade: Grade
    basis: Basis
    members: tuple[Member, ...] = ()
    students: tuple[Student, ...] = field(default=(), compare=False)

    def is_worth_the_same(self, other: Derived) -> bool:
        """Whether nobody has to be told of the difference: the same points for each question and in all."""
        if self.is_excused or other.is_excused:
            return self.status == other.status
        if (self.status, self.score) != (other.status, other.score):
            return False
        pairs = list(self.beside(other)) or [(self, other)]
        return all(mine.grade.points == others.grade.points for mine, others in pairs)

    @property
    def grades(self) -> tuple[Grade, ...]:
        """What is given: mostly one grade, or that of each member."""
        return tuple(each.grade for each in self.members) or (self.grade,)

    def of(self, student: Student) -> Derived | None:
        """What one of its students gets; None where it is of others: whoever joined the group later, or left it."""
        if not self.members:
            return self if not self.students or is_among(student, self.students) else None
        own = same_person(student, self.members)
        if own is None:
            return None
        basis = replace(self.basis, own_due=own.own_due)
        return replace(self, who=own.student.name or self.who, grade=own.grade, basis=basis, members=())

    def beside(self, other: Derived) -> Iterator[tuple[Derived, Derived]]:
        """What this and `other` are for each member who is in both; nothing where all have the same grade in both.

        Members whom nobody of the other is are beside each other, too: one may be the other under a new name.
        """
        for member in self.members or other.members:
            mine, others = self.of(member.student), other.of(member.student)
            if mine is not None and others is not None:
                who = member.student.name or self.who
                yield replace(mine, who=who), replace(others, who=who)
        yield from zip(self._without(other), other._without(self), strict=False)

    def _without(self, other: Derived) -> list[Derived]:
        """What each student gets who is none of the other's."""
        named = [each.student for each in self.members] or self.students
        alone = [(each, self.of(each)) for each in named if other.of(each) is None]
        return [replace(own, who=each.name or self.who) for each, own in alone if own is not None]

    @property
    def is_excused(self) -> bool:
        """Whether nobody gets a grade for it."""
        return self.status == "excused"


def derive(workspace: Workspace, handed_in: HandedIn, examined: Examined, seconds: float = 0.0) -> Graded:
    """What is to be given for a hand-in, by the assignment and the extensions as they are now.

    Args:
        seconds: what the examination took, for ``execution_time``.

    Raises:
        StoredError: the examination is of another exam: its questions are not those of the assignment.
        ConfigError: a deadline that the course's clocks skip.
    """
    graded = graded_of(examined, handed_in.hand_in, handed_in.notes, seconds)
    try:
        return with_grade(workspace, graded)
    except ExamFault as error:
        raise StoredError(
            f"{handed_in.hand_in.key}: it was examined with another exam ({error}); grade it again"
        ) from None


def derived_of(workspace: Workspace, graded: Graded, content: Content) -> Derived:
    """What of `graded` is compared and kept in the history.

    Raises:
        ValueError: it is held: there is nothing to give.
    """
    if graded.score is None or graded.grade is None:
        raise ValueError(f"{graded.hand_in.key} is held, so there is no grade")
    return Derived(
        key=graded.hand_in.key,
        who=graded.hand_in.label,
        assignment=workspace.assignment.name,
        status=_status(workspace, graded),
        score=graded.score,
        grade=graded.grade,
        basis=basis_of(workspace, graded.hand_in, content.parts),
        members=_members(workspace, graded),
        students=graded.hand_in.students,
    )


def _members(workspace: Workspace, graded: Graded) -> tuple[Member, ...]:
    if not graded.members:
        return ()
    hand_in, assignment, course = graded.hand_in, workspace.assignment, workspace.course
    dues = [due_of_member(each, hand_in, assignment, course, workspace.extensions) for each in hand_in.students]
    return tuple(
        Member(student=replace(student, due_at=None), grade=grade, own_due=_own(due, assignment, course))
        for student, grade, due in zip(hand_in.students, graded.members, dues, strict=True)
    )


def _own(due: datetime | None, assignment: Assignment, course: Course) -> datetime | None:
    """`due` where it is not the assignment's."""
    return None if due == (None if assignment.due is None else course.moment(assignment.due)) else due


def _status(workspace: Workspace, graded: Graded) -> Literal["graded", "unreadable", "excused"]:
    if workspace.extensions.excuses_all(graded.hand_in.students):
        return "excused"
    return "unreadable" if graded.reason else "graded"


def basis_of(workspace: Workspace, hand_in: HandIn, content: Mapping[str, str]) -> Basis:
    """What a grade of `hand_in` follows from now."""
    assignment, course = workspace.assignment, workspace.course
    due = due_of(hand_in, assignment, course, workspace.extensions)
    submitted_at = hand_in.submitted_at
    return Basis(
        content=content,
        policy=policy_digest(assignment, course),
        own_due=_own(due, assignment, course),
        submitted_at=None if submitted_at is None else submitted_at.astimezone(UTC),
    )


def policy_digest(assignment: Assignment, course: Course) -> str:
    """The digest of what decides about points once an examination is done."""
    if not (_known and _known[0][0] is assignment and _known[0][1] is course):
        _known[:] = [(assignment, course, _policy_digest(assignment, course))]
    return _known[0][2]


_known: list[tuple[Assignment, Course, str]] = []  # the last one: that of a whole class is the same


def _policy_digest(assignment: Assignment, course: Course) -> str:
    questions = [question.model_dump(mode="json", include=_OF_QUESTION) for question in assignment.questions]
    policy = assignment.model_dump(mode="json", include=_OF_POLICY)
    return digest(policy | {"questions": questions, "timezone": course.timezone})
