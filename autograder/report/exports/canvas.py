"""A gradebook of Canvas with the grades of one assignment: ``Title (id)`` is the column, ``EX`` means excused.

Canvas finds a student by ID, SIS User ID, SIS Login ID and name, and an assignment by the number in its column's name
(its ``lib/gradebook_importer.rb``); it reads numbers with a point or a comma.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.collect.class_list import ClassList, Kind, is_no_person
from autograder.errors import ConfigError
from autograder.records import Standing
from autograder.report.exports.round_trip import (
    Filled,
    Left,
    decimal_mark,
    fill,
    number_of,
    require_possible,
    written,
)
from autograder.sheets import Row, Sheet

_ASSIGNMENT = re.compile(r"(?P<title>.*) \((?P<id>\d+)\)", re.DOTALL)
_EXCUSED = "EX"
_NOT_ASSIGNED = "N/A"
_POINTS_POSSIBLE = "Points Possible"


def fill_canvas(
    listed: ClassList, standings: Sequence[Standing], names: Sequence[str], *, zero_missing: bool = False
) -> Filled:
    """The gradebook with the grades of `standings`, which are of one assignment.

    Args:
        names: what the column may be called: whole name, title or number; the first that is there counts.
        zero_missing: whoever handed in nothing gets a zero; else the cell stays as it is.

    Raises:
        ConfigError: no gradebook of Canvas, or no such column; names the file, what was expected and what was found.
    """
    sheet = listed.sheet
    if listed.kind is not Kind.CANVAS:
        raise ConfigError(f"{sheet.path}: expected a gradebook exported from Canvas, found {listed.kind.value}")
    column = _column(sheet, names)
    mark = decimal_mark([row.text(column) for row in sheet.rows])
    for row in sheet.rows:
        possible = number_of(row.text(column)) if _POINTS_POSSIBLE in row.text(0) else None
        if possible is not None:
            require_possible(possible, standings, sheet.place(row, column))

    def write(standing: Standing, row: Row) -> str | Left:
        if row.text(column) == _NOT_ASSIGNED:
            return Left(why=f"{_NOT_ASSIGNED}: the assignment is not this student's in Canvas; left as it is")
        if standing.status == "excused":
            return _EXCUSED
        if row.text(column).upper() == _EXCUSED:
            return Left(why=f"{_EXCUSED}: excused in Canvas, and not in extensions.csv; left as it is")
        if standing.grade is None:
            return "0" if zero_missing else Left(why="handed in nothing; left as it is", is_fine=True)
        return written(standing.grade.points, mark)

    return fill(listed, column, standings, write)


def _column(sheet: Sheet, names: Sequence[str]) -> int:
    """The assignment's column."""
    about = [row for row in sheet.rows if is_no_person(row)]
    found = {
        column: match
        for column in range(len(sheet.header.cells))
        if (match := _ASSIGNMENT.fullmatch(sheet.header.text(column)))
        and not any("read only" in row.text(column) for row in about)
    }
    for name in names:
        wanted = name.strip().casefold()
        called = [column for column, match in found.items()
                  if wanted in (match[0].casefold(), match["title"].strip().casefold(), match["id"])]  # fmt: skip
        if len(called) > 1:
            several = " and ".join(found[column][0] for column in called)
            raise ConfigError(f"{sheet.place(sheet.header)}: {name!r} may be {several}: name the column in full")
        if called:
            return called[0]
    other = "; --column names another, by title or number" if found else ""
    has = ", ".join(match[0] for match in found.values()) or "none"
    raise ConfigError(
        f"{sheet.place(sheet.header)}: expected a column {names[0]!r} with its number, found {has}{other}"
    )
