"""A grade that was given: one line of the history."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from autograder.errors import StoredError
from autograder.gradebook.derive import Basis, Derived
from autograder.gradebook.fields import Fields, one_of, refuse, require_schema
from autograder.gradebook.keys import PARTS
from autograder.gradebook.members import Member
from autograder.records import Grade, QuestionScore, Score, Student

FIRST_SCHEMA = 1
SCHEMA = 2  # with the grades of members; what has none is written as an earlier version would, which can read it

FIRST = "first grade"
_STATUS: Mapping[str, Literal["graded", "unreadable", "excused"]] = {
    "graded": "graded",
    "unreadable": "unreadable",
    "excused": "excused",
}
_TEXTS = ("name", "sid", "email", "lms_id")  # of a student


@dataclass(frozen=True, kw_only=True)
class Given:
    """A grade and how it came to be given.

    Attributes:
        derived: the grade, and what it follows from.
        when: zone-aware.
        old: the points that were given before; None where it is the first time.
        why: what had changed since then.
    """

    derived: Derived
    when: datetime
    old: float | None = None
    why: str = FIRST

    def of(self, student: Student) -> Given | None:
        """What one of the hand-in's students was given; None where it was given to others."""
        derived = self.derived.of(student)
        if derived is self.derived:
            return self
        return None if derived is None else replace(self, derived=derived)


def of_one(lines: Iterable[Given], student: Student) -> Iterator[Given]:
    """What one student was given by `lines`, all those of a hand-in, the oldest first.

    What the first of them changed for the group is a first grade for whoever joined with it.
    """
    old: float | None = None
    for line in lines:
        own = line.of(student)
        if own is not None:
            if old is not None:
                own = replace(own, old=old)
            elif line.derived.members:
                own = replace(own, old=None, why=FIRST)
            yield own
            old = own.derived.grade.points


def encoded(given: Given) -> bytes:
    """One line of JSON in ASCII, with its end."""
    derived, basis = given.derived, given.derived.basis
    document = {
        "schema": SCHEMA if derived.members else FIRST_SCHEMA,
        "when": given.when.astimezone(UTC).isoformat(),
        "key": derived.key,
        "who": derived.who,
        "assignment": derived.assignment,
        "status": derived.status,
        "old": given.old,
        "points": derived.grade.points,
        "why": given.why,
        "explanation": derived.grade.explanation,
        "late_by": _parts(derived.grade.late_by),
        "questions": [[each.question, each.earned, each.possible] for each in derived.score.questions],
        "submitted_at": _written(basis.submitted_at),
        "own_due": _written(basis.own_due),
        "policy": basis.policy,
        "content": {part: basis.content[part] for part in PARTS},
    }
    if derived.members:
        document["members"] = list(map(_encoded_member, derived.members))
    return f"{json.dumps(document, allow_nan=False)}\n".encode("ascii")


def _encoded_member(member: Member) -> dict[str, Any]:
    return {name: getattr(member.student, name) for name in _TEXTS} | {
        "points": member.grade.points,
        "late_by": _parts(member.grade.late_by),
        "explanation": member.grade.explanation,
        "own_due": _written(member.own_due),
    }


def decoded(value: Any, where: str) -> Given:
    """What a line says; raises `StoredError` that names `where` it stands."""
    fields = Fields(value, where)
    schema = require_schema(fields, SCHEMA, "a grade", FIRST_SCHEMA)
    when = fields.moment("when")
    if when is None:
        refuse(f"{where}: when", "a time with its offset", None)
    derived = _derived(fields)
    if schema > FIRST_SCHEMA:
        members = tuple(_member(each, derived.score) for each in fields.tables("members"))
        derived = replace(derived, members=members)
    given = Given(derived=derived, when=when, old=_number(fields, "old"), why=fields.text("why"))
    fields.end()
    return given


def _derived(fields: Fields) -> Derived:
    where = fields.where
    score = Score(questions=_questions(fields))
    grade = _grade(fields, score)
    return Derived(
        key=fields.text("key"),
        who=fields.text("who"),
        assignment=fields.text("assignment"),
        status=one_of(fields.text("status"), _STATUS, f"{where}: status"),
        score=score,
        grade=grade,
        basis=_basis(fields),
    )


def _grade(fields: Fields, score: Score) -> Grade:
    grade = Grade(points=fields.take("points", float), late_by=_late_by(fields), explanation=fields.text("explanation"))
    if not 0 <= grade.points <= score.earned:
        refuse(f"{fields.where}: points", f"points from 0 to the {score.earned:g} earned", grade.points)
    return grade


def _member(fields: Fields, score: Score) -> Member:
    student = Student(**{name: fields.text(name) for name in _TEXTS}, due_at=None)
    member = Member(student=student, grade=_grade(fields, score), own_due=fields.moment("own_due"))
    fields.end()
    return member


def _basis(fields: Fields) -> Basis:
    content = Fields(fields.take("content", dict), f"{fields.where}: content")
    parts = {part: content.text(part) for part in PARTS}
    content.end()
    return Basis(
        content=parts,
        policy=fields.text("policy"),
        own_due=fields.moment("own_due"),
        submitted_at=fields.moment("submitted_at"),
    )


def _questions(fields: Fields) -> tuple[QuestionScore, ...]:
    found = []
    for number, each in enumerate(fields.take("questions", list), start=1):
        match each:
            case [str(name), float() | int() as earned, float() | int() as possible]:
                found.append(QuestionScore(question=name, earned=float(earned), possible=float(possible)))
            case _:
                raise StoredError(f"{fields.where}: questions[{number}]: expected [name, earned, possible]")
    return tuple(found)


def _late_by(fields: Fields) -> timedelta | None:
    """Days, seconds and microseconds, as Python counts them: nothing is rounded."""
    if fields.left.get("late_by", 0) is None:
        del fields.left["late_by"]
        return None
    parts = fields.take("late_by", list)
    if len(parts) != 3 or any(type(part) is not int for part in parts):
        raise StoredError(f"{fields.where}: late_by: expected [days, seconds, microseconds]")
    try:
        return timedelta(*parts)
    except OverflowError:
        raise StoredError(f"{fields.where}: late_by: expected a length of time that fits a calendar") from None


def _parts(span: timedelta | None) -> list[int] | None:
    return None if span is None else [span.days, span.seconds, span.microseconds]


def _number(fields: Fields, key: str) -> float | None:
    if fields.left.get(key, 0) is None:
        del fields.left[key]
        return None
    found: float = fields.take(key, float)
    return found


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()
