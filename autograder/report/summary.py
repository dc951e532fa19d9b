"""``summary.csv``: one line a hand-in, from which any other program finds its folder, its students and its grade."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

from autograder.records import Grade, Graded, HandIn
from autograder.report.cells import harmless, lateness, number, table
from autograder.report.files import write_whole
from autograder.report.flags import flags
from autograder.report.order import natural
from autograder.report.why import why

SUMMARY_FILE = "summary.csv"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One hand-in, as text, in the order of the columns.

    Attributes:
        key: the name of its folder of results.
        names, sids, emails: of all its students.
        score, possible: points before lateness, empty where there are none.
        lateness: hours, minutes and seconds as in Gradescope's tables, ``unknown``, or empty where held or excused.
        grade: points after lateness, empty where held or excused; of each student, as `names`, where members of a group
            have their own, and so is `lateness`.
        status: ``graded``, ``held``, ``unreadable`` or ``excused``.
        flags: what to look into by hand; mostly empty.
    """

    key: str
    names: str
    sids: str
    emails: str
    score: str = ""
    possible: str = ""
    lateness: str = ""
    grade: str = ""
    status: str
    why: str
    flags: str = ""


def line(graded: Graded) -> Line:
    """What the summary says of `graded`."""
    if graded.grade is None or graded.score is None:
        return unfinished(graded.hand_in, why(graded))
    return Line(
        **_who(graded.hand_in),
        score=number(graded.score.earned),
        possible=number(graded.score.possible),
        lateness="; ".join(lateness(each.late_by) for each in graded.grades),
        grade=points(graded.grades),
        status="unreadable" if graded.reason else "graded",
        why=harmless(why(graded)),
        flags=harmless(flags(graded)),
    )


def points(grades: Iterable[Grade]) -> str:
    """The cell of `Line.grade`."""
    return "; ".join(number(each.points) for each in grades)


def unfinished(hand_in: HandIn, reason: str) -> Line:
    """What the summary says of a hand-in without a grade: it is held, and no number is given."""
    return Line(**_who(hand_in), status="held", why=harmless(reason))


def excused(hand_in: HandIn, reason: str) -> Line:
    """What the summary says of a hand-in whose students get no grade."""
    return replace(unfinished(hand_in, reason), status="excused")


def write_summary(path: Path, lines: Iterable[Line]) -> None:
    """Write `lines` to `path` in natural order, whole or not at all: UTF-8, RFC 4180, readable by its owner only.

    Raises:
        OSError: it could not be written; `path` is untouched.
    """
    rows = [astuple(each) for each in sorted(lines, key=lambda each: natural(each.key))]
    write_whole(path, table([[column.name for column in fields(Line)], *rows]))


def read_summary(path: Path) -> list[Line]:
    """The lines of a summary that we wrote; none where there is none, or where it was made into something else."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, strict=True))
        return [Line(**row) for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error, TypeError):
        return []


def _who(hand_in: HandIn) -> dict[str, str]:
    students = hand_in.students
    return {
        "key": hand_in.key,  # letters, digits, dots, dashes; it never starts like a formula
        "names": _joined(student.name for student in students),
        "sids": _joined(student.sid for student in students),
        "emails": _joined(student.email for student in students),
    }


def _joined(parts: Iterable[str]) -> str:
    """Those of a group in the order of its students, with gaps; empty where nobody has one."""
    every = list(parts)
    return harmless("; ".join(every)) if any(every) else ""
