"""The files an instructor writes: ``course.toml`` and ``assignment.toml``.

Every mistake is a `ConfigError`; see `tables`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, ValidationInfo, field_validator, model_validator

from autograder.errors import ConfigError
from autograder.gradescope_table import Gradescope, require_measured
from autograder.late_table import Late, require_known_questions
from autograder.networks import Network, refuse_one_network, require_consistent
from autograder.tables import Table, load_table, nearest
from autograder.term_table import NeededPart, Slip
from autograder.times import require_in_range

COURSE_FILE = "course.toml"
ASSIGNMENT_FILE = "assignment.toml"

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
FileName = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*\.py$")]
_Finite = Annotated[float, Field(allow_inf_nan=False)]
Knot = Annotated[tuple[_Finite, _Finite], Field(strict=False)]
"""A value of a metric, and the points for it."""


class Rules(Table):
    """What the source of a question may contain; only code that its function can reach is looked at.

    Attributes:
        function: the function to start from, ``module.name``; default: the question's own name in its file.
        loops: which loops are allowed: ``false``: none, in any disguise; ``"fixed"``: only ``for`` loops and
            comprehensions over something whose few items stand in the source, ``for axis in (2, 3)`` or ``range(4)``;
            ``true``: all.
        imports: modules that may be used; empty for any.
        forbid: dotted names that may not be used, such as ``numpy.pad``.
    """

    function: str | None = Field(default=None, pattern=r"^[\w.]+\.\w+$")
    loops: Literal[True, False, "fixed"] | None = None
    imports: tuple[str, ...] | None = Field(default=None, strict=False)
    forbid: tuple[str, ...] | None = Field(default=None, strict=False)

    def over(self, defaults: Rules) -> Rules:
        """These rules, with what they leave open taken from `defaults`."""
        return Rules.model_validate(defaults.model_dump(exclude_none=True) | self.model_dump(exclude_none=True))

    @property
    def any(self) -> bool:
        """Whether there is anything to hold a hand-in to."""
        return self.watches_loops or bool(self.imports) or bool(self.forbid)

    @property
    def watches_loops(self) -> bool:
        """Whether there are loops that are refused."""
        return self.loops in (False, "fixed")


class Question(Table):
    """A question and its points.

    Attributes:
        credit: ``all``: the points are for passing every check, and the weakest check sets the share;
            ``share``: each check is worth the same share; ``completion``: all points for any credit in any check.
        file: the one of the assignment's files that it is about; default: the first.
        rules: what differs for this question from the assignment's rules.
        curve: what a metric earns, by rising metric: ``[[0.3, 0], [0.5, 10], [0.7, 20]]``; for one that is better the
            smaller it is, the points fall. See `exam.curves.points_of`.
        curve_kind: ``linear``: straight lines between the knots; ``steps``: the points of the best knot reached.
    """

    name: Identifier
    points: float = Field(gt=0, le=1e6)
    title: str = ""
    credit: Literal["all", "share", "completion"] = "all"
    file: FileName | None = None
    rules: Rules = Rules()
    curve: tuple[Knot, ...] | None = Field(default=None, min_length=2, strict=False)
    curve_kind: Literal["linear", "steps"] = "linear"

    @model_validator(mode="after")
    def _curve_is_one(self) -> Question:
        if self.curve is None:
            return self
        metrics, points = [metric for metric, _ in self.curve], [earned for _, earned in self.curve]
        if any(later <= earlier for earlier, later in pairwise(metrics)):
            raise ValueError(f"curve of {self.name!r}: the metrics must rise, found {_numbers(metrics)}")
        if points not in (sorted(points), sorted(points, reverse=True)):
            raise ValueError(f"curve of {self.name!r}: points must only rise or only fall, found {_numbers(points)}")
        if min(points) < 0 or max(points) != self.points or min(points) == max(points):
            raise ValueError(
                f"curve of {self.name!r}: expected points from 0 or more up to the question's {self.points:g}, "
                f"found {_numbers(points)}"
            )
        return self


def _numbers(values: list[float]) -> str:
    return ", ".join(f"{value:g}" for value in values)


class Limits(Table):
    """What a candidate may use in one check.

    Attributes:
        seconds: wall time in which the candidate must have answered all calls of a check.
        memory_mb: address space in MiB beyond what the libraries take.
        reply_mb: size of one answer in MiB.
        libraries: imported once, before any candidate starts; what else a hand-in imports costs its own time.
        gpu: whether candidates may use a GPU where there is one; it widens what they may do (docs/security.md).
    """

    seconds: float = Field(default=5.0, gt=0, le=3600)
    memory_mb: int = Field(default=1024, ge=16, le=1 << 20)
    reply_mb: int = Field(default=256, ge=1, le=1 << 14)
    libraries: tuple[str, ...] = Field(default=("numpy",), strict=False)
    gpu: bool = False


class Assignment(Table):
    """What ``assignment.toml`` says.

    Attributes:
        name: the folder's name.
        files: the modules to hand in; a notebook may stand in for one or for all of them.
        due: the deadline; a local time is a wall-clock time in the course's zone.
        rules: hold for every question that does not say otherwise.
        late: None: late counts as on time.
        networks: what is evaluated on images.
        attempts: which of a student's hand-ins counts, where a gradebook has several: the last one, or the best after
            its penalty.
        gates: other assignments without which this one is not graded.
    """

    name: Identifier
    title: str
    files: tuple[FileName, ...] = Field(min_length=1, strict=False)
    due: datetime | None = None
    limits: Limits = Limits()
    rules: Rules = Rules()
    questions: tuple[Question, ...] = Field(min_length=1, strict=False)
    late: Late | None = None
    networks: tuple[Network, ...] = Field(default=(), strict=False)
    attempts: Literal["last", "best"] = "last"
    gates: tuple[NeededPart, ...] = Field(default=(), strict=False)
    gradescope: Gradescope = Gradescope()

    _no_single_network = model_validator(mode="before")(refuse_one_network)

    @field_validator("questions")
    @classmethod
    def _names_differ(cls, questions: tuple[Question, ...]) -> tuple[Question, ...]:
        names = [question.name for question in questions]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two questions are named {name!r}")
        return questions

    @field_validator("due")
    @classmethod
    def _due_is_in_range(cls, due: datetime | None) -> datetime | None:
        if due is not None:
            require_in_range(due)
        return due

    @model_validator(mode="after")
    def _files_are_handed_in(self) -> Assignment:
        for question in self.questions:
            if question.file is not None and question.file not in self.files:
                raise ValueError(f"question {question.name!r}: {question.file} is none of {', '.join(self.files)}")
        require_consistent(self.networks, self.files)
        require_known_questions(self.late, [question.name for question in self.questions])
        require_measured(self.gradescope, self.networks)
        return self

    @field_validator("gates")
    @classmethod
    def _gates_differ(cls, gates: tuple[NeededPart, ...], others: ValidationInfo) -> tuple[NeededPart, ...]:
        for number, gate in enumerate(gates):
            if gate.needs == others.data.get("name"):
                raise ValueError(f"{gate.needs!r} cannot need itself")
            if gate.needs in (other.needs for other in gates[:number]):
                raise ValueError(f"two gates are about {gate.needs!r}")
        return gates

    @property
    def libraries(self) -> tuple[str, ...]:
        """What candidates find imported."""
        needed = ("torch", "safetensors") if self.networks else ()
        return tuple(dict.fromkeys((*self.limits.libraries, *needed)))

    @property
    def points(self) -> float:
        """Points that can be earned."""
        return sum(question.points for question in self.questions)

    def question(self, name: str) -> Question:
        """The question of that name; KeyError if there is none."""
        for question in self.questions:
            if question.name == name:
                return question
        raise KeyError(name)

    def rules_of(self, question: Question) -> Rules:
        """The rules that hold for `question`, its function filled in."""
        rules = question.rules.over(self.rules)
        if rules.function is None:
            module = (question.file or self.files[0]).removesuffix(".py")
            rules = rules.model_copy(update={"function": f"{module}.{question.name}"})
        return rules


class Course(Table):
    """What ``course.toml`` says: what all assignments share.

    Attributes:
        slip: late days without a penalty over the term; None: there are none.
    """

    name: str
    timezone: str
    slip: Slip | None = None

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        zones = available_timezones()
        if value not in zones:
            raise ValueError(f"unknown time zone {value!r}{nearest(value, zones)}")
        return value

    def moment(self, wall: datetime) -> datetime:
        """A wall-clock time of the course as a moment in UTC.

        A time that the clocks show twice is its second showing, the milder one; a `datetime` with an offset stays
        what it is.

        Raises:
            ConfigError: the clocks skip that time.
        """
        if wall.tzinfo is not None:
            return wall.astimezone(UTC)
        zone = ZoneInfo(self.timezone)
        moment = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) != wall:
            raise ConfigError(f"{wall} does not exist in {self.timezone}: the clocks skip it that night")
        return moment


def load_assignment(folder: Path) -> Assignment:
    """Read ``assignment.toml`` in `folder`; raises `ConfigError`."""
    return load_table(folder / ASSIGNMENT_FILE, Assignment)


def load_course(folder: Path) -> Course:
    """Read ``course.toml`` in `folder`; raises `ConfigError`."""
    return load_table(folder / COURSE_FILE, Course)
