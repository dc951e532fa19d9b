"""The result file: what an exam found out about some bytes. It is the truth; whatever else is known of points follows.

``examined-KEY.json`` lies in the folder of its hand-in, KEY being the beginning of the content key. There is no clock
value in it, no name of a student, and no points: the same examination gives the same bytes whenever it is made. What it
took is in ``took-KEY.json``, on which nothing depends but what is shown of times.

A result with a fault of ours is no result and gets no file, so that it is tried again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.errors import StoredError
from autograder.gradebook.fields import Fields, load, one_of, refuse, require_schema
from autograder.gradebook.keys import PARTS, Content
from autograder.records import Check, CheckResult, Evidence, Graded, HandIn, Isolation, Outcome, Visibility
from autograder.report.files import remove_leftovers, write_whole

SCHEMA = 1
PREFIX = "examined-"

_WHAT = "a result file"
_OUTCOMES = {outcome.value: outcome for outcome in Outcome if outcome is not Outcome.FAULT}
_VISIBILITIES = {visibility.value: visibility for visibility in Visibility}
_HEX = set("0123456789abcdef")
_OF_TIME = "seconds"  # how the names of facts about time begin


@dataclass(frozen=True, kw_only=True)
class Examined:
    """What stands in a result file.

    Attributes:
        results: of every check, in the order of the exam; their `seconds` are 0.
        reason: why nothing could be run, where the hand-in is unreadable; else empty.
        networks: facts of each evaluation, without those about time.
        figures: file name → SHA-256 of the PNG.
    """

    content: Content
    results: tuple[CheckResult, ...]
    isolation: Isolation
    reason: str = ""
    networks: tuple[Mapping[str, Any], ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)


def examined_of(graded: Graded, content: Content) -> Examined:
    """What of `graded` depends on nothing but `content`.

    Raises:
        ValueError: it is held: a fault of ours is not what an examination found out.
    """
    if graded.held or any(result.outcome is Outcome.FAULT for result in graded.results):
        raise ValueError(f"{graded.hand_in.key} is held: a fault of ours is no result of an examination")
    return Examined(
        content=content,
        results=tuple(replace(result, seconds=0.0) for result in graded.results),
        isolation=graded.isolation,
        reason=graded.reason,
        networks=tuple(_untimed(evidence.facts) for evidence in graded.evidence),
        figures={
            name: hashlib.sha256(figure).hexdigest()
            for evidence in graded.evidence
            for name, figure in evidence.figures.items()
        },
    )


def graded_of(examined: Examined, hand_in: HandIn, notes: tuple[str, ...] = (), seconds: float = 0.0) -> Graded:
    """A `Graded` without score and grade, which are to be derived; its figures stay where they are."""
    return Graded(
        hand_in=hand_in,
        results=examined.results,
        score=None,
        grade=None,
        isolation=examined.isolation,
        reason=examined.reason,
        notes=notes,
        seconds=seconds,
        evidence=tuple(Evidence(facts=facts) for facts in examined.networks),
    )


def path_of(folder: Path, content: Content) -> Path:
    """Where the result file of `content` is, in the folder of its hand-in."""
    return folder / f"{PREFIX}{content.short}.json"


def write_examined(folder: Path, graded: Graded, content: Content) -> Path:
    """Put the result file of `graded` into `folder`, after its figures; whole or not at all, on disk when this returns.

    Raises:
        ValueError: it is held.
        OSError: it could not be written.
    """
    examined, path = examined_of(graded, content), path_of(folder, content)
    for evidence in graded.evidence:
        for name, figure in evidence.figures.items():
            write_whole(figure_path(folder, content, name), figure)
    remove_leftovers(path)
    write_whole(path, encoded(examined))
    return path


def figure_path(folder: Path, content: Content, name: str) -> Path:
    """Where a figure of an examination is kept, whether or not its grade is given."""
    return folder / f"{PREFIX}{content.short}-{name}"


def find_examined(folder: Path, content: Content) -> Examined | None:
    """What is known of `content` in `folder`; None if nothing is.

    Raises:
        StoredError: there is a file, and it is damaged or about something else.
    """
    path = path_of(folder, content)
    if not path.exists():
        return None
    found = read_examined(path)
    if found.content != content:
        raise StoredError(f"{path}: expected the content {content.key}, found {found.content.key}")
    return found


def read_examined(path: Path) -> Examined:
    """The result file at `path`.

    Raises:
        StoredError: names the file, the place, what was expected and what was found.
    """
    return decoded(load(path), str(path))


def encoded(examined: Examined) -> bytes:
    """The bytes of a result file: JSON in ASCII, a line for each check and for each result, all in a fixed order."""
    head = {
        "schema": SCHEMA,
        "key": examined.content.key,
        "content": {part: examined.content.parts[part] for part in PARTS},
        "reason": examined.reason,
        "isolation": {
            "backend": examined.isolation.backend,
            "layers": list(examined.isolation.layers),
            "missing": dict(examined.isolation.missing),
        },
        "networks": [dict(facts) for facts in examined.networks],
        "figures": dict(examined.figures),
    }
    lines = [f" {_text(name)}: {_text(value)}," for name, value in head.items()]
    results = _lines("results", map(_plain_result, examined.results))
    checks = _lines("checks", (_plain_check(result.check) for result in examined.results))
    return "\n".join(["{", *lines, f"{results},", checks, "}", ""]).encode("ascii")


def decoded(value: Any, where: str) -> Examined:
    """What a result file says; raises `StoredError` that names `where` it stands."""
    fields = Fields(value, where)
    require_schema(fields, SCHEMA, _WHAT)
    key, content = fields.text("key"), _content(fields)
    if key != content.key:
        raise StoredError(f"{where}: key: expected {content.key}, which its parts make, found {key!r}")
    paper = _paper(fields.take("checks", list), where)
    examined = Examined(
        content=content,
        reason=fields.text("reason"),
        isolation=_isolation(Fields(fields.take("isolation", dict), f"{where}: isolation")),
        networks=tuple(each.left for each in fields.tables("networks")),
        figures=fields.table_of_texts("figures"),
        results=paper.results(fields.take("results", list), where),
    )
    fields.end()
    return examined


def _lines(name: str, values: Iterable[Any]) -> str:
    """A list with a line for each value."""
    body = ",\n".join(f"  {_text(value)}" for value in values)
    return f" {_text(name)}: [\n{body}\n ]" if body else f" {_text(name)}: []"


def _text(value: Any) -> str:
    return json.dumps(value, allow_nan=False)


def _untimed(facts: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in facts.items() if not name.startswith(_OF_TIME)}


def _plain_result(result: CheckResult) -> dict[str, Any]:
    """A result; what says nothing is left out."""
    found: dict[str, Any] = {"id": result.check.id, "outcome": result.outcome.value, "credit": result.credit}
    texts = {"message": result.message, "told": result.told, "detail": result.detail, "flag": result.flag}
    found |= {name: text for name, text in texts.items() if text}
    return found if result.ran else found | {"ran": False}


def _plain_check(check: Check) -> dict[str, Any]:
    found = {"id": check.id, "question": check.question, "title": check.title, "visibility": check.visibility.value}
    return found | {"hint": check.hint, "runs": check.runs}


def _content(fields: Fields) -> Content:
    inner = Fields(fields.take("content", dict), f"{fields.where}: content")
    parts = {part: inner.text(part) for part in PARTS}
    inner.end()
    for part, text in parts.items():
        if len(text) != 64 or not _HEX.issuperset(text):
            refuse(f"{inner.where}: {part}", "64 hexadecimal digits", text)
    return Content(parts)


def _isolation(fields: Fields) -> Isolation:
    found = Isolation(
        backend=fields.text("backend"), layers=fields.texts("layers"), missing=fields.table_of_texts("missing")
    )
    fields.end()
    return found


class _Paper:
    """The checks of a result file, and what it says of one that passed with no word: most of them."""

    def __init__(self, raw: list[Any], where: str) -> None:
        self.raw = raw
        self.checks = [_check(Fields(each, f"{where}: checks[{number}]")) for number, each in enumerate(raw, start=1)]
        self.passed = [CheckResult(check=check, outcome=Outcome.PASSED, credit=1.0) for check in self.checks]
        self.raw_passed = list(map(_plain_result, self.passed))

    def results(self, raw: list[Any], where: str) -> tuple[CheckResult, ...]:
        if len(raw) != len(self.checks):
            raise StoredError(f"{where}: results: expected {len(self.checks)}, one for each check, found {len(raw)}")
        return tuple(
            passed if each == raw_passed else _result(Fields(each, f"{where}: results[{number}]"), passed.check)
            for number, (each, raw_passed, passed) in enumerate(
                zip(raw, self.raw_passed, self.passed, strict=True), start=1
            )
        )


_papers: list[_Paper] = []  # the last one: that of a whole class is the same


def _paper(raw: list[Any], where: str) -> _Paper:
    if not (_papers and _papers[0].raw == raw):
        _papers[:] = [_Paper(raw, where)]
    return _papers[0]


def _check(fields: Fields) -> Check:
    found = Check(
        id=fields.text("id"),
        question=fields.text("question"),
        title=fields.text("title"),
        visibility=one_of(fields.text("visibility"), _VISIBILITIES, f"{fields.where}: visibility"),
        hint=fields.text("hint"),
        runs=fields.take("runs", bool),
    )
    fields.end()
    return found


def _result(fields: Fields, check: Check) -> CheckResult:
    where = fields.where
    if (name := fields.text("id")) != check.id:
        raise StoredError(f"{where}: id: expected {check.id!r}, as among the checks, found {name!r}")
    found: dict[str, Any] = {key: fields.text(key, "") for key in ("message", "told", "detail", "flag")}
    found["outcome"] = one_of(fields.text("outcome"), _OUTCOMES, f"{where}: outcome")
    found |= {"credit": fields.take("credit", float), "ran": fields.take("ran", bool, True)}
    fields.end()
    try:
        return CheckResult(check=check, **found)
    except ValueError as error:
        raise StoredError(f"{where}: {error}") from None
