"""Gradescope's results.json.

A document says what the grade is, or that there is none. Gradescope asks for a score, at the top or on the
tests, and records whatever number stands there; a zero written for want of a result looks like any other. So
a held result and an interrupted grading carry no number anywhere. Whether Gradescope then shows no score or
an error of the autograder is unverified; staff can tell either from a grade, and we put no zero on record.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder import __version__
from autograder.assignment import Assignment
from autograder.records import Check, CheckResult, Grade, Graded, Outcome, Score
from autograder.report.entries import Line, arithmetic, entries, line, not_run, veiled
from autograder.report.files import remove_leftovers, write_whole
from autograder.report.leaderboard import leaderboard
from autograder.report.text import clean, cut

Document = dict[str, Any]

RESULTS_FILE = "results.json"

_HELD = (
    "This result is held for staff: something on our side went wrong, through no fault of yours. "
    "It is not a zero; staff will grade your hand-in again."
)
_INTERRUPTED = (
    "The grading was interrupted before it could finish, so there is no result yet. "
    "It is not a zero; staff will grade your hand-in again."
)


def results(graded: Graded, assignment: Assignment) -> Document:
    """The document for a hand-in; pure.

    `score` is the grade, and the headings of the questions show the points before lateness. A held result has
    no number at all. Of an unreadable hand-in, all checks are listed as not run.
    """
    if _unreadable(graded):
        lines = [not_run(result.check, "the hand-in could not be read") for result in graded.results]
    else:
        lines = [line(result, held=graded.held) for result in graded.results]
    document = _document(_output(graded, assignment, lines), _extra(graded))
    document["execution_time"] = round(graded.seconds, 3)
    document["tests"] = entries(assignment, lines, graded.score, graded.grade, graded.members)
    if graded.grade is not None:
        document["score"] = max(0.0, graded.grade.points)
        if leaders := leaderboard(graded, assignment.gradescope.leaderboard):
            document["leaderboard"] = leaders
    return _printable(document)


def interrupted(assignment: Assignment, checks: Sequence[Check], found: Sequence[CheckResult] = ()) -> Document:
    """The document of a grading that did not come to its end, and so has no number; pure.

    Args:
        found: what is known of some of the checks; the others, and faults among these, are not run.
    """
    known = {result.check.id: line(result) for result in found if result.outcome is not Outcome.FAULT}
    lines = [known.get(check.id) or not_run(check, "the grading was interrupted") for check in checks]
    document = unfinished(_INTERRUPTED)
    document["tests"] = entries(assignment, lines, None, None)
    return _printable(document)


def unfinished(output: str = _INTERRUPTED) -> Document:
    """The document that stands while not even the checks are known: held, without a number; pure."""
    return _document(output, {"grader_version": __version__, "held": True}) | {"tests": []}


def seed_results(path: Path, assignment: Assignment, checks: Sequence[Check]) -> None:
    """Write, before the first check runs, what shall remain if everything is killed: see `interrupted`.

    What a grading that was killed left beside `path` goes.

    Raises:
        OSError: it could not be written.
    """
    remove_leftovers(path)
    write_results(path, interrupted(assignment, checks))


def write_results(path: Path, document: Mapping[str, Any]) -> None:
    r"""Write `document` to `path`, whole or not at all: UTF-8, ``\n`` line ends, readable by its owner only.

    Raises:
        ValueError: it is not JSON (NaN, Infinity, a lone surrogate); `path` is untouched.
        OSError: it could not be written; `path` is untouched.
    """
    write_whole(path, encoded(document))


def encoded(document: Mapping[str, Any]) -> bytes:
    r"""The bytes of a results.json: UTF-8, ``\n`` line ends; raises as `write_results`."""
    text = json.dumps(document, allow_nan=False, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def says(path: Path, score: Score, grade: Grade) -> bool:
    """Whether the results.json at `path` gives that grade, in its words; one that cannot be read gives nothing."""
    try:
        text = path.read_text(encoding="utf-8")
        document = json.loads(text)
        extra = document["extra_data"]
        found = (document["score"], extra["score_before_lateness"], extra["late_by_seconds"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    late_by = None if grade.late_by is None else grade.late_by.total_seconds()
    words = json.dumps(cut(clean(grade.explanation)), ensure_ascii=False)[1:-1]
    return found == (grade.points, score.earned, late_by) and words in text


def _document(output: str, extra: dict[str, Any]) -> Document:
    """What all documents share. Everything is plain text: nothing from a student may be read as HTML."""
    return {
        "output": output,
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": extra,
    }


def _output(graded: Graded, assignment: Assignment, lines: Sequence[Line]) -> str:
    """What concerns the whole hand-in. Always visible, so it says nothing that depends on a hidden check."""
    parts = []
    if graded.held:
        parts.append(_HELD)
    if _unreadable(graded):
        parts.append(f"The hand-in could not be read, so nothing was run:\n{graded.reason}")
    if graded.score and graded.grade and not veiled(assignment, lines):
        parts.append(arithmetic(graded.score, graded.grade))
    parts.extend(f"Note: {note}" for note in graded.notes)
    return "\n\n".join(parts)


def _unreadable(graded: Graded) -> bool:
    """Whether the student's hand-in is the reason. Of a held result it is not: the reason is about us."""
    return bool(graded.reason) and not graded.held


def _extra(graded: Graded) -> dict[str, Any]:
    """For staff and later programs; Gradescope stores it and does not show it."""
    late_by = graded.grade.late_by if graded.grade else None
    return {
        "grader_version": __version__,
        "held": graded.held,
        "score_before_lateness": graded.score.earned if graded.score else None,
        "late_by_seconds": late_by.total_seconds() if late_by is not None else None,
        "isolation": {
            "backend": graded.isolation.backend,
            "layers": list(graded.isolation.layers),
            "missing": dict(graded.isolation.missing),
        },
        "notes": list(graded.notes),
        "networks": [dict(evidence.facts) for evidence in graded.evidence],
        "flags": {result.check.id: result.flag for result in graded.results if result.flag},
    }


def _printable(document: Document) -> Document:
    """`document` with every text in it cleaned and cut: the one place, so that none is forgotten."""
    return {key: _printable_value(value) for key, value in document.items()}


def _printable_value(value: Any) -> Any:
    match value:
        case str():
            return cut(clean(value))
        case dict():
            return _printable(value)
        case list():
            return [_printable_value(each) for each in value]
    return value
