"""Frozen types that cross stages. They hold facts; what is computed from them lives in the stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Literal


class Outcome(Enum):
    """How a check ended. Only `FAULT` is ours to fix."""

    PASSED = "passed"
    FAILED = "failed"  # ran, wrong answer
    CRASHED = "crashed"  # student code raised, or its process died
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "out of memory"
    NOT_ALLOWED = "not allowed"  # a rule of the assignment was broken
    FAULT = "grader fault"  # never a zero: held for staff


class Visibility(Enum):
    """Who may see what a check says: students (public) or staff (hidden)."""

    PUBLIC = "public"
    HIDDEN = "hidden"


@dataclass(frozen=True, kw_only=True)
class Student:
    """A person who handed in.

    Attributes:
        sid: text: it may start with zeros.
        lms_id: by which Canvas or Moodle knows the person, ``canvas:1234`` or ``moodle:567``; "" elsewhere.
        due_at: this student's own deadline where the export says it, zone-aware; None for the assignment's.
    """

    name: str
    sid: str = ""
    email: str = ""
    lms_id: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class HandIn:
    """What is known of a hand-in before its bytes are opened.

    Attributes:
        key: unique within a batch and safe as a folder name.
        students: who handed in; more than one for a group, none if unknown.
        submitted_at: zone-aware, or None where the export does not say.
    """

    key: str
    students: tuple[Student, ...] = ()
    submitted_at: datetime | None = None

    @property
    def label(self) -> str:
        """The students' names, or the key where there are none."""
        return ", ".join(student.name for student in self.students) or self.key


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    r"""One module of a submission.

    Attributes:
        module: dotted import name, such as ``layers`` or ``blocks.pool``.
        origin: where it came from, as the student knows it: ``hw2/layers.py``, ``conv.ipynb``.
        text: source with ``\n`` line ends and no byte-order mark.
        is_package: whether it is an ``__init__.py``.
        places: for a notebook, where each line of `text` stood: ``cell 3, line 2``.
    """

    module: str
    origin: str
    text: str
    is_package: bool = False
    places: tuple[str, ...] = ()

    def place(self, line: int) -> str:
        """Where a 1-based line of `text` is for the student: ``layers.py, line 7``."""
        if 1 <= line <= len(self.places):
            return f"{self.origin}, {self.places[line - 1]}"
        return f"{self.origin}, line {line}"


@dataclass(frozen=True, kw_only=True)
class Weights:
    """The weights of a network: a file that nobody but a candidate opens.

    Attributes:
        name: the wanted name that it was taken as: ``network.safetensors``.
        path: where the bytes lie; whoever reads them holds them to `size` and `sha256`.
        size: bytes.
        sha256: in hexadecimal digits.
    """

    name: str
    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A hand-in that was checked and unpacked: plain source text, nothing run yet.

    Attributes:
        sources: by module name.
        missing: modules that were to be handed in and are not among `sources` → why, in words for the student.
        notes: what collecting left out or repaired, for staff and student.
        weights: by the name of their network; those that could be taken.
        no_weights: network → why its weights are not among them, in words for the student.
    """

    hand_in: HandIn
    sources: Mapping[str, SourceFile]
    missing: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    weights: Mapping[str, Weights] = field(default_factory=dict)
    no_weights: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """A hand-in that could not become a submission, and why, in words for the student."""

    hand_in: HandIn
    reason: str


@dataclass(frozen=True, kw_only=True)
class Check:
    """One test of an exam.

    Attributes:
        id: unique within the exam, stable across runs: ``conv2d_forward/test_matches_torch``.
        question: name of the question it belongs to.
        title: what it looks at, in a few words.
        visibility: whether its message may reach the student.
        hint: what a student sees of a hidden check that did not pass, after how it ended.
        runs: whether it tells how far someone is; one that holds the hand-in to the rules does not.
    """

    id: str
    question: str
    title: str
    visibility: Visibility
    hint: str = ""
    runs: bool = True


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """How one check ended.

    Attributes:
        message: what happened, for whoever may see this check in full.
        detail: more for staff (a traceback of ours, what the candidate printed).
        credit: share of the check that was earned, in [0, 1].
        seconds: wall time of the check.
        flag: what staff should look into; it decides nothing, and no student sees it.
        told: what the student reads also where the check is hidden: nothing hidden is in it.
        ran: False where it never looked at the hand-in: a file is missing, or an earlier check timed out.
    """

    check: Check
    outcome: Outcome
    message: str = ""
    detail: str = ""
    credit: float = 0.0
    seconds: float = 0.0
    flag: str = ""
    told: str = ""
    ran: bool = True

    def __post_init__(self) -> None:
        if not 0.0 <= self.credit <= 1.0:
            raise ValueError(f"credit of {self.check.id}: expected a share in [0, 1], got {self.credit!r}")
        if self.outcome is Outcome.PASSED and self.credit != 1.0:
            raise ValueError(f"{self.check.id} passed, so its credit is 1, not {self.credit!r}")


@dataclass(frozen=True, kw_only=True)
class Isolation:
    """What stood between a candidate and the grader, as probed, not as hoped.

    Attributes:
        backend: ``linux`` or ``portable``.
        layers: the layers that are on, in the order they are applied.
        missing: layer → why it is off.
    """

    backend: str
    layers: tuple[str, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)


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


FIGURE = "network_{}.png"
"""The name of a figure of `Evidence`: the network's, and a number from the second on."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What staff may want to see of a network that was evaluated.

    Attributes:
        facts: what JSON has, for ``extra_data``; no image and no label.
        figures: file name → PNG, to lie beside the results: hidden images are in them.
    """

    facts: Mapping[str, object]
    figures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Graded:
    """A hand-in with everything that was found out about it.

    Attributes:
        reason: why nothing could be run (an unreadable hand-in), else empty.
        score, grade: None when held: a fault of ours is never a zero.
        members: the grades of a group's members in the order of `hand_in.students`, where each has their own; `grade`
            is the one with the most points then. Else empty: `grade` is everybody's.
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
