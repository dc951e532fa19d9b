"""The files an instructor writes: ``course.toml`` and ``assignment.toml``.

Every mistake is a `ConfigError` that names the file, the key, what was expected and what was found; an unknown
key is a mistake, and the nearest right one is named.
"""

from __future__ import annotations

import difflib
import re
import tomllib
import typing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import shorten
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from autograder.errors import ConfigError

COURSE_FILE = "course.toml"
ASSIGNMENT_FILE = "assignment.toml"

_DURATION = re.compile(r"(-?\d+(?:\.\d+)?)\s*(min|h|d)")
_UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def _duration(value: object) -> timedelta:
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f'expected a length of time such as "90 min", "24 h" or "2 d", found {value!r}')
    return float(match[1]) * _UNITS[match[2]]


SignedDuration = Annotated[timedelta, BeforeValidator(_duration)]
Duration = Annotated[SignedDuration, Field(gt=timedelta(0))]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
FileName = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*\.py$")]


class Table(BaseModel):
    """A table of a file that people write: unknown keys and wrong types are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)


_T = TypeVar("_T", bound=Table)


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
            ``share``: each check is worth the same share.
        file: the one of the assignment's files that it is about; default: the first.
        rules: what differs for this question from the assignment's rules.
    """

    name: Identifier
    points: float = Field(gt=0)
    title: str = ""
    credit: Literal["all", "share"] = "all"
    file: FileName | None = None
    rules: Rules = Rules()


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


class LateStep(Table):
    """Up to and including `until` after the deadline, `keep` of the points stay."""

    until: Duration
    keep: float = Field(ge=0, le=1)


class LateSteps(Table):
    """Keep a fixed share of the points within each period; nothing after the last."""

    policy: Literal["steps"] = "steps"
    steps: tuple[LateStep, ...] = Field(min_length=1, strict=False)

    @model_validator(mode="after")
    def _later_never_pays(self) -> LateSteps:
        for earlier, later in zip(self.steps, self.steps[1:], strict=False):
            if later.until <= earlier.until:
                raise ValueError(f"steps must grow: {later.until} comes after {earlier.until}")
            if later.keep > earlier.keep:
                raise ValueError(f"later must not pay more: keep {later.keep} after {earlier.keep}")
        return self


class Gradescope(Table):
    """How results are shown there: when students see what hidden checks found."""

    hidden_checks: Literal["visible", "hidden", "after_due_date", "after_published"] = "after_published"


class Assignment(Table):
    """What ``assignment.toml`` says.

    Attributes:
        name: the folder's name.
        files: the modules to hand in; a notebook may stand in for one or for all of them.
        due: the deadline; a local time is a wall-clock time in the course's zone.
        rules: hold for every question that does not say otherwise.
        late: None: late counts as on time.
    """

    name: Identifier
    title: str
    files: tuple[FileName, ...] = Field(min_length=1, strict=False)
    due: datetime | None = None
    limits: Limits = Limits()
    rules: Rules = Rules()
    questions: tuple[Question, ...] = Field(min_length=1, strict=False)
    late: LateSteps | None = None
    gradescope: Gradescope = Gradescope()

    @field_validator("questions")
    @classmethod
    def _names_differ(cls, questions: tuple[Question, ...]) -> tuple[Question, ...]:
        names = [question.name for question in questions]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two questions are named {name!r}")
        return questions

    @model_validator(mode="after")
    def _files_are_handed_in(self) -> Assignment:
        for question in self.questions:
            if question.file is not None and question.file not in self.files:
                raise ValueError(f"question {question.name!r}: {question.file} is none of {', '.join(self.files)}")
        return self

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
    """What ``course.toml`` says: what all assignments share."""

    name: str
    timezone: str

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        zones = available_timezones()
        if value not in zones:
            raise ValueError(f"unknown time zone {value!r}{_nearest(value, zones)}")
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


def load_table(path: Path, model: type[_T]) -> _T:
    """Read the TOML file at `path` into `model`; raises `ConfigError`."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such file") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: expected UTF-8 text, found byte {error.object[error.start]:#04x}") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from None
    try:
        return model.model_validate(table)
    except ValidationError as error:
        problems = [_problem(entry, model) for entry in error.errors()]
        raise ConfigError("\n".join(f"{path}: {problem}" for problem in problems)) from None


def _problem(entry: Any, model: type[Table]) -> str:
    """One pydantic error in words: the key, what was expected, what was found."""
    keys = [part for part in entry["loc"] if not (isinstance(part, str) and part in _INNER_STEPS)]
    where = _dotted(keys)
    match entry["type"]:
        case "extra_forbidden":
            known = _fields_at(model, keys[:-1])
            table = f" in {_dotted(keys[:-1])}" if keys[:-1] else ""
            return f"unknown key {str(keys[-1])!r}{table}{_nearest(str(keys[-1]), known) or _one_of(known)}"
        case "missing":
            return f"{where} is missing"
        case "value_error":
            return f"{where}: {entry['ctx']['error']}" if where else str(entry["ctx"]["error"])
        case _:
            expected = _lower_first(entry["msg"]).replace("a valid tuple", "a list")
            return f"{where}: {expected}, found {shorten(repr(entry['input']), 80)}"


_INNER_STEPS = {"function-before", "function-after"}  # pydantic's own parts of a location


def _dotted(keys: list[str | int]) -> str:
    """``questions[2].points``; entries are counted from 1, as people do."""
    text = ""
    for key in keys:
        text += f"[{key + 1}]" if isinstance(key, int) else f".{key}" if text else key
    return text


def _fields_at(model: type[Table], keys: list[str | int]) -> set[str]:
    """The keys that the table at `keys` may have."""
    for key in keys:
        if isinstance(key, str) and key in model.model_fields:
            model = _table_in(model.model_fields[key].annotation) or model
    return set(model.model_fields)


def _table_in(annotation: Any) -> type[Table] | None:
    """The table type inside ``X``, ``X | None`` or ``tuple[X, ...]``."""
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return annotation
    inner = (_table_in(argument) for argument in typing.get_args(annotation))
    return next((table for table in inner if table), None)


def _nearest(name: str, known: set[str]) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _one_of(known: set[str]) -> str:
    return f"; expected one of {', '.join(sorted(known))}"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
