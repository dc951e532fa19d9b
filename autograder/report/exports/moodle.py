"""A grading worksheet of Moodle with the grades of its assignment: the column ``Grade`` changes, and nothing else.

``Last modified (grade)`` stays, too: Moodle compares it with its own records, so that a grade which somebody changed
there after the export is not overwritten (its ``mod/assign/feedback/offline/locallib.php``).
"""

from __future__ import annotations

from collections.abc import Sequence

from autograder.collect.class_list import ClassList, Kind
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
from autograder.sheets import Row

_NEEDED = ("Identifier", "Grade", "Last modified (grade)")  # Moodle refuses a worksheet without one of them


def fill_moodle(listed: ClassList, standings: Sequence[Standing], *, zero_missing: bool = False) -> Filled:
    """The worksheet with the grades of `standings`, which are of one assignment.

    Args:
        zero_missing: whoever handed in nothing gets a zero; else the cell stays as it is.

    Raises:
        ConfigError: no worksheet of Moodle; names the file, what was expected and what was found.
    """
    sheet = listed.sheet
    lacking = [name for name in _NEEDED if sheet.column(name.casefold()) is None]
    if listed.kind is not Kind.MOODLE or lacking:
        found = ", ".join(cell.text for cell in sheet.header.cells[:8])
        expected = f"a column {lacking[0]!r}, as a worksheet of Moodle in English has" if lacking else "a worksheet"
        raise ConfigError(f"{sheet.place(sheet.header)}: expected {expected}, found {found}")
    column = sheet.column("grade")
    assert column is not None
    most, changeable = sheet.column("maximum grade"), sheet.column("grade can be changed")
    for row in sheet.rows:
        possible = number_of(row.text(most))
        if possible is not None:
            require_possible(possible, standings, sheet.place(row, most))
    mark = decimal_mark([row.text(each) for row in sheet.rows for each in (column, most)])

    def write(standing: Standing, row: Row) -> str | Left:
        if row.text(changeable).casefold() == "no":
            return Left(why="Moodle says that the grade cannot be changed; left as it is")
        if standing.status == "excused":
            return Left(why="excused, which Moodle does not know; left as it is", is_fine=True)
        if standing.grade is None:
            return "0" if zero_missing else Left(why="handed in nothing; left as it is", is_fine=True)
        return written(standing.grade.points, mark)

    return fill(listed, column, standings, write)
