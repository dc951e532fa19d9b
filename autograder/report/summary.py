"""``summary.csv``: one line a hand-in, from which any other program finds its folder, its students and its grade."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from autograder.errors import StoredError
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
        more: what somebody put into columns that are not ours, by their names.
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
    more: Mapping[str, str] = field(default_factory=dict)


_COLUMNS = tuple(each.name for each in fields(Line) if each.name != "more")
_NEEDED = frozenset({"key", "names", "sids", "emails", "status", "why"})


def line(graded: Graded) -> Line:
    """What the summary says of `graded`."""
    if graded.grade is None or graded.score is None:
        return unfinished(graded.hand_in, why(graded))
    return Line(
        **_who(graded.hand_in),
        more={},
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
    return Line(**_who(hand_in), more={}, status="held", why=harmless(reason))


def excused(hand_in: HandIn, reason: str) -> Line:
    """What the summary says of a hand-in whose students get no grade."""
    return replace(unfinished(hand_in, reason), status="excused")


def write_summary(path: Path, lines: Iterable[Line]) -> None:
    """Write `lines` to `path` in natural order, whole or not at all: UTF-8, RFC 4180, readable by its owner only.

    Columns that are not ours come last.

    Raises:
        OSError: it could not be written; `path` is untouched.
    """
    in_order = sorted(lines, key=lambda each: natural(each.key))
    more = list(dict.fromkeys(name for each in in_order for name in each.more))
    rows = [
        [*(getattr(each, name) for name in _COLUMNS), *(each.more.get(name, "") for name in more)] for each in in_order
    ]
    write_whole(path, table([[*_COLUMNS, *more], *rows]))


def read_summary(path: Path) -> dict[str, Line]:
    """The lines of a summary that we wrote, by key, with the columns that somebody added; none where there is none.

    Raises:
        StoredError: it was made into something else: names what was expected and what was found.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, restval="", strict=True)
            rows, names = list(reader), list(reader.fieldnames or ())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StoredError(f"{path}: cannot be read ({error.strerror})") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise StoredError(f"{path}: not valid CSV in UTF-8: {error}") from None
    _require_ours(names, rows, path)
    return {row["key"]: _read(row) for row in rows}


def _require_ours(names: list[str], rows: list[dict[str | Any, Any]], path: Path) -> None:
    if len(set(names)) < len(names) or not set(names) >= _NEEDED:
        raise StoredError(f"{path}: expected columns {', '.join(_COLUMNS)}, each once, found {', '.join(names)}")
    keys = set[str]()
    for place, row in enumerate(rows, start=2):
        if None in row:
            raise StoredError(f"{path}, row {place}: expected {len(names)} cells, found more")
        if row["key"] in keys:
            raise StoredError(f"{path}, row {place}: {row['key']} is there twice")
        keys.add(row["key"])


def _read(row: Mapping[str, str]) -> Line:
    more = {name: text for name, text in row.items() if name not in _COLUMNS}
    return Line(**{name: row[name] for name in _COLUMNS if name in row}, more=more)


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
