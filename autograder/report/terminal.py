"""Grades of many hand-ins as a table in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from rich import box
from rich.table import Table
from rich.text import Text

from autograder.policy.wording import duration, format_late
from autograder.records import Grade, Graded
from autograder.report.flags import flags
from autograder.report.text import one_line
from autograder.report.why import why

_NOTHING = "–"
_MIN_WHY = 16  # columns


@dataclass(frozen=True, kw_only=True)
class Row:
    """What the table shows of one hand-in; small, so that thousands fit in memory.

    Attributes:
        earned, possible: points before lateness; None where there is no score.
        late_by: None where it is unknown or does not matter.
        points: the grade; None when held.
        members: of a group whose members have grades of their own.
        why: one short line; after a flag, what to look into by hand.
    """

    name: str
    earned: float | None
    possible: float | None
    late_by: timedelta | None
    points: float | None
    why: str
    held: bool
    excused: bool = False
    members: tuple[Grade, ...] = ()


def row(graded: Graded) -> Row:
    """What the table shows of `graded`."""
    return Row(
        name=one_line(graded.hand_in.label),
        earned=graded.score.earned if graded.score else None,
        possible=graded.score.possible if graded.score else None,
        late_by=graded.grade.late_by if graded.grade else None,
        points=graded.grade.points if graded.grade else None,
        why=" ⚑ ".join(filter(None, [why(graded), one_line(flags(graded))])),
        held=graded.held,
        members=graded.members,
    )


def table(rows: Sequence[Row]) -> Table:
    """`rows` in their order. A narrow terminal cuts names, wraps reasons, and leaves numbers as they are."""
    shown = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    shown.add_column("name", max_width=20)
    shown.add_column("score", justify="right", no_wrap=True)
    shown.add_column("late", justify="right", no_wrap=True)
    shown.add_column("grade", justify="right", no_wrap=True)
    shown.add_column("why", overflow="fold", min_width=_MIN_WHY)
    for each in rows:
        shown.add_row(
            _cuttable(each.name),
            _score(each),
            _late(each),
            _grade(each),
            Text(one_line(each.why)),
            style="yellow" if each.held else None,
        )
    return shown


def _cuttable(text: str) -> Text:
    """A cell that gives way. `Text` is not read as markup: a student may be called ``[red]``."""
    return Text(one_line(text), no_wrap=True, overflow="ellipsis")


def _score(each: Row) -> str:
    return _NOTHING if each.earned is None else f"{_brief(each.earned)}/{_brief(each.possible)}"


def _grade(each: Row) -> str:
    points: Iterable[float | None] = [member.points for member in each.members] or [each.points]
    return "excused" if each.excused else "held" if each.held else "; ".join(map(_brief, points))


def _late(each: Row) -> str:
    if each.late_by is None:
        return _NOTHING if each.held or each.excused else "unknown"
    spans = [member.late_by for member in each.members if member.late_by is not None] or [each.late_by]
    return "; ".join(duration(span) if span > timedelta(0) else format_late(span) for span in spans)


def _brief(points: float | None) -> str:
    return _NOTHING if points is None else f"{points:.2f}".rstrip("0").rstrip(".")
