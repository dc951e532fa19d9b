"""A grading worksheet of Moodle with the grades of its assignment: the column ``Grade`` changes, and nothing else.

``Last modified (grade)`` stays, too: Moodle compares it with its own records, so that a grade which somebody changed
there after the export is not overwritten (its ``mod/assign/feedback/offline/locallib.php``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autograder.collect.class_list import ClassList
from autograder.collect.worksheet import LANGUAGES, Worksheet, is_locked, lacking_identifier
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

_NEEDED = ("grade", "marked")  # Moodle refuses a worksheet without one of them


def fill_moodle(listed: ClassList, standings: Sequence[Standing], *, zero_missing: bool = False) -> Filled:
    """The worksheet with the grades of `standings`, which are of one assignment.

    Args:
        zero_missing: whoever handed in nothing gets a zero; else the cell stays as it is.

    Raises:
        ConfigError: no worksheet of Moodle; names the file, what was expected and what was found.
    """
    sheet, columns = listed.sheet, _columns(listed)
    column, most = columns.grade, columns.most
    assert column is not None
    for row in sheet.rows:
        possible = number_of(row.text(most))
        if possible is not None:
            require_possible(possible, standings, sheet.place(row, most))
    mark = decimal_mark([row.text(each) for row in sheet.rows for each in (column, most)])

    def write(standing: Standing, row: Row) -> str | Left:
        if is_locked(row.text(columns.changeable)):
            return Left(why="Moodle says that the grade cannot be changed; left as it is")
        if standing.status == "excused":
            return Left(why="excused, which Moodle does not know; left as it is", is_fine=True)
        if standing.grade is None:
            return "0" if zero_missing else Left(why="handed in nothing; left as it is", is_fine=True)
        return written(standing.grade.points, mark)

    filled = fill(listed, column, standings, write)
    if columns.language:
        return filled
    told = f"{sheet.path}: its language is not known here; by its place and what is in it, the grade is in column "
    return replace(filled, notes=(f"{told}{sheet.header.text(column)!r}", *filled.notes))


def _columns(listed: ClassList) -> Worksheet:
    """Those of the worksheet; raises `ConfigError` where it is none, or lacks one that Moodle asks for."""
    sheet, columns = listed.sheet, listed.worksheet
    if columns is None:
        if wrong := lacking_identifier(sheet):
            raise ConfigError(f"{sheet.place(sheet.header)}: expected {wrong}")
        languages = ", ".join(LANGUAGES)
        expected = (
            "a grading worksheet of Moodle, with Identifier, Grade, Maximum Grade, … as it was downloaded, in "
            f"{languages} or with its columns in the same order in another language"
        )
    elif columns.language and (lacking := [role for role in _NEEDED if getattr(columns, role) is None]):
        name = LANGUAGES[columns.language][lacking[0]][0]
        expected = f"a column {name.capitalize()!r}, as a worksheet of Moodle in {columns.language} has"
    elif columns.scale is not None:
        expected = f"a maximum grade in points: {sheet.header.text(columns.scale)!r} has words of a scale"
    else:
        return columns
    found = ", ".join(cell.text for cell in sheet.header.cells[:8])
    raise ConfigError(f"{sheet.place(sheet.header)}: expected {expected}, found {found}")
