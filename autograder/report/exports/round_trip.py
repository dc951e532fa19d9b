"""Filling in one column of a file that another program exported: nobody is guessed, nobody is dropped in silence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from autograder.collect.attendance import not_found
from autograder.collect.class_list import ClassList
from autograder.collect.names import shown
from autograder.errors import ConfigError
from autograder.identity import Person, described
from autograder.records import Standing
from autograder.report.cells import number
from autograder.sheets import Row

_NOTHING = ("", "-")  # what is written where there is no grade
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A file with grades in it.

    Attributes:
        written: how many grades it has got.
        reports: whose grade was not written and why, a sentence each with file and line.
        notes: what stayed as it was because there is nothing to write, and what had another grade before.
    """

    data: bytes
    written: int
    reports: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Left:
    """Why a cell stays as it is; whether somebody has to look at it."""

    why: str
    is_fine: bool = False


Write = Callable[[Standing, Row], str | Left]
"""What to write for a standing into its row."""


def fill(listed: ClassList, column: int, standings: Sequence[Standing], write: Write) -> Filled:
    """Write the grades into `column` of the rows of their students."""
    sheet, cells = listed.sheet, {}
    rows, reports, notes = _found(listed, standings)
    twice = listed.twice.items()
    notes += [f"{sheet.path}, line {line}: the same person as in line {first}; left as it is" for line, first in twice]
    for person in listed.people.all:
        where = f"{sheet.path}, line {person.line}: {described(person.student)}"
        row = sheet.rows[person.number]
        text, before = _text(rows.get(person, ()), row, write), row.text(column)
        if isinstance(text, Left):
            (notes if text.is_fine else reports).append(f"{where}: {text.why}")
            continue
        is_same = number_of(before) is not None and number_of(before) == number_of(text)
        cells[person.number, column] = before if is_same else text
        if before not in _NOTHING and before != text and not is_same:
            notes.append(f"{where}: {shown(before)} becomes {text}")
    return Filled(data=sheet.with_cells(cells), written=len(cells), reports=tuple(reports), notes=tuple(notes))


def _found(
    listed: ClassList, standings: Sequence[Standing]
) -> tuple[Mapping[Person, Sequence[Standing]], list[str], list[str]]:
    """The standings of each person of the list; who is none of them, with a grade that is lost or without."""
    rows: dict[Person, list[Standing]] = defaultdict(list)
    reports: list[str] = []
    notes: list[str] = []
    for standing in standings:
        found = listed.people.find(standing.student)
        if isinstance(found, Person):
            rows[found].append(standing)
        else:
            told = f"{standing.hand_in or standing.status}: {not_found(listed, standing.student, found)}"
            (notes if standing.status == "missing" else reports).append(told)
    return rows, reports, notes


def _text(standings: Sequence[Standing], row: Row, write: Write) -> str | Left:
    if not standings:
        return Left(why="nobody handed in for them; left as it is", is_fine=True)
    if len(standings) > 1:
        return Left(why=f"several hand-ins, {', '.join(each.hand_in for each in standings)}; left as it is")
    if standings[0].status == "held":
        return Left(why=f"{standings[0].hand_in} is held for staff; left as it is")
    return write(standings[0], row)


def number_of(text: str) -> float | None:
    """A number as gradebooks write it, with a point or a comma; None if it is none."""
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def written(points: float, decimal: str) -> str:
    """Points with the decimal mark of the file."""
    return number(points).replace(".", decimal)


def decimal_mark(texts: Sequence[str]) -> str:
    """The mark that numbers of a file have; a point where none has any."""
    return "," if any(_NUMBER.fullmatch(text) and "," in text for text in texts) else "."


def require_possible(possible: float, standings: Sequence[Standing], where: str) -> None:
    """Raise `ConfigError` where a column is of other points than the assignment: it would be the wrong one."""
    for standing in standings:
        if standing.score and standing.score.possible != possible:
            found, expected = number(possible), number(standing.score.possible)
            raise ConfigError(
                f"{where}: expected {expected} points possible, as {standing.assignment} has, found {found}"
            )
