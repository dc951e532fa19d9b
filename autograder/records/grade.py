"""Points: before lateness, after it, and where a student stands with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from autograder.records.check import CheckResult, Evidence, Isolation
from autograder.records.hand_in import HandIn, Student


@dataclass(frozen=True, kw_only=True)
class QuestionScore:
    """Points of one question before lateness."""

    question: str
    earned: float
    possible: float


@dataclass(frozen=True, kw_only=True)
class Score:
    """Points before lateness."""

    questions: tuple[QuestionScore, ...]

    @property
    def earned(self) -> float:
        """Points earned over all questions."""
        return round(sum(question.earned for question in self.questions), 6)

    @property
    def possible(self) -> float:
        """Points that could be earned."""
        return round(sum(question.possible for question in self.questions), 6)


@dataclass(frozen=True, kw_only=True)
class Grade:
    """Points after the late policy.

    Attributes:
        points: in [0, score.earned].
        late_by: zero when on time; None where the time of handing in is unknown.
        explanation: the arithmetic in one line that a student can check.
    """

    points: float
    late_by: timedelta | None
    explanation: str


@dataclass(frozen=True, kw_only=True)
class Graded:
    """A hand-in with everything that was found out about it.

    Attributes:
        reason: why nothing could be run (an unreadable hand-in), else empty.
        score, grade: None when held: a fault of ours is never a zero.
        members: the grades of a group's members in the order of `hand_in.students`, where each has their own; `grade`
            is the one with the most points of who is not excused. Else empty: `grade` is everybody's.
    """

    hand_in: HandIn
    results: tuple[CheckResult, ...]
    score: Score | None
    grade: Grade | None
    isolation: Isolation
    reason: str = ""
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    members: tuple[Grade, ...] = ()

    @property
    def grades(self) -> tuple[Grade, ...]:
        """What is given: mostly one grade; those of `members` where each has their own; none when held."""
        return self.members or ((self.grade,) if self.grade else ())

    @property
    def held(self) -> bool:
        """Whether a fault of ours keeps this result from being given."""
        return self.grade is None


Status = Literal["graded", "held", "unreadable", "missing", "excused"]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where one student stands in one assignment: what a gradebook shows and exports are made of.

    Attributes:
        hand_in: key of what was handed in, "" where nothing was; the members of a group share it.
        submitted_at: zone-aware, or None where it is not known.
        score, grade: a held or excused hand-in may have a score, but only a graded or unreadable one has a grade.
    """

    student: Student
    assignment: str
    hand_in: str = ""
    submitted_at: datetime | None = None
    score: Score | None = None
    grade: Grade | None = None
    status: Status

    def __post_init__(self) -> None:
        if (self.grade is not None) != (self.status in ("graded", "unreadable")):
            raise ValueError(f"{self.student.name or self.student.sid}: {self.status} with the grade {self.grade!r}")
