"""``extensions.csv`` beside ``assignment.toml``: later deadlines of single students, and who is excused.

::

    sid,email,due,excused,note
    00123456,,2026-03-10 23:59,,ill
    ,ada@example.edu,2026-03-09T12:00-08:00,,
    00234567,,,yes,moved here in May

A row is for whoever has its SID or its e-mail address, or whose folder is called so. A time without an offset is a
wall-clock time in the course's zone. Whoever is excused gets no grade, and no zero either. The file stays with staff.
Semicolons and tabs are as good as commas, as in every list of people: see `sheets`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.assignment import Assignment, Course
from autograder.errors import ConfigError
from autograder.identity import Person, address, email_of, is_only_called, sid_of
from autograder.records import Student
from autograder.sheets import Sheet, read_sheet
from autograder.tables import nearest
from autograder.times import written
from autograder.zeros import but_for_zeros, lost_zeros

EXTENSIONS_FILE = "extensions.csv"

_COLUMNS = ("sid", "email", "due", "excused", "name", "note")
_YES, _NO = ("yes", "true", "x", "1"), ("", "no", "false", "0")  # as people and spreadsheets write them
_EXAMPLE = "a date with a time, such as 2026-03-10 23:59"


@dataclass(frozen=True, kw_only=True)
class Extension:
    """One row.

    Attributes:
        line: of the file, from 1.
        sid: text, with its zeros; may be empty where there is an `email`.
        email: in lower case.
        due: in UTC; None where the student is only excused.
        excused: from the whole assignment.
        name: as it is written; it gives nobody anything.
    """

    line: int
    sid: str
    email: str
    due: datetime | None
    excused: bool = False
    name: str = ""

    @property
    def person(self) -> Person:
        """Whose it is, as far as the row says it."""
        return Person(line=self.line, number=self.line, student=Student(name=self.name, sid=self.sid, email=self.email))

    def is_of(self, student: Student) -> bool:
        """Whether the student has this SID or this address."""
        by_sid = self.sid != "" and self.sid == sid_of(student)
        return by_sid or (self.email != "" and self.email == email_of(student))


@dataclass(frozen=True, kw_only=True)
class Extensions:
    """All of an assignment's, and the file that they stand in."""

    rows: tuple[Extension, ...] = ()
    path: Path = Path(EXTENSIONS_FILE)

    def due(self, student: Student) -> datetime | None:
        """The student's own deadline in UTC, the latest where two rows are theirs; None if none is."""
        return max((row.due for row in self.rows if row.due is not None and row.is_of(student)), default=None)

    def excuses(self, student: Student) -> bool:
        """Whether the student gets no grade for this assignment, whatever they handed in."""
        return any(row.excused for row in self.rows if row.is_of(student))

    def excuses_all(self, students: Sequence[Student]) -> bool:
        """Whether a hand-in of these students gets no grade: there is nobody among them to give one to."""
        return bool(students) and all(map(self.excuses, students))

    def of_nobody(self, students: Iterable[Student]) -> tuple[Extension, ...]:
        """Rows that are none of these students': mistyped, or of someone who did not hand in."""
        known = [(sid_of(student), email_of(student)) for student in students]
        sids, emails = {sid for sid, _ in known} - {""}, {email for _, email in known} - {""}
        return tuple(row for row in self.rows if row.sid not in sids and row.email not in emails)

    def require_zeros(self, students: Iterable[tuple[Student, str]]) -> None:
        """Hold every row that is nobody's to the SIDs of those who are known: zeros may be lost here, or there.

        Args:
            students: everybody who is known, each with where that is written; who is there twice counts where they
                are last.

        Raises:
            ConfigError: names the place of the SID without its zeros, and the one with them.
        """
        if not self.rows:  # whoever is known need not even be read
            return
        students = tuple(students)
        known = {sid_of(student): where for student, where in students if not _may_be_a_number(student)}
        own = {row.sid for row in self.rows}
        for row in self.of_nobody(student for student, _ in students):
            alike = but_for_zeros(row.sid, known)
            if alike is not None and alike not in own:  # whoever has a row of their own lost nothing
                raise lost_zeros(row.sid, f"{self.path}, line {row.line}", alike, known[alike])


def _may_be_a_number(student: Student) -> bool:
    """A folder called ``3`` may be the third: it is no SID without its zeros."""
    return is_only_called(student) and not student.name.startswith("0")


NO_EXTENSIONS = Extensions()


def load_extensions(folder: Path, assignment: Assignment, course: Course) -> Extensions:
    """Read ``extensions.csv`` in `folder`, which may have none.

    Raises:
        ConfigError: names line and column, what was expected and what was found. A deadline that is no later than the
            assignment's is a mistake: an extension never hurts.
    """
    path = folder / EXTENSIONS_FILE
    if not path.exists():
        _refuse_another_name(folder)
        return NO_EXTENSIONS
    rows: list[Extension] = []
    for line, cells in _table(read_sheet(path)):
        row = _extension(line, cells, course, f"{path}, line {line}")
        _require_new(row, rows, path)
        _require_later(row, assignment, course, f"{path}, line {line}")
        rows.append(row)
    return Extensions(rows=tuple(rows), path=path)


def _refuse_another_name(folder: Path) -> None:
    """What a spreadsheet or a file manager made of the name would cost everyone their extension."""
    for found in sorted(folder.glob("[Ee][Xx][Tt][Ee][Nn][Ss][Ii][Oo][Nn]*.*")):
        raise ConfigError(f"{found}: expected the name {EXTENSIONS_FILE}; nobody would get what is in this file")


def _table(sheet: Sheet) -> list[tuple[int, dict[str, str]]]:
    """Line number and cells of every row that is not empty."""
    header = _header(sheet)
    rows = [(row.line, [cell.text.strip() for cell in row.cells]) for row in sheet.rows]
    for line, cells in rows:
        if any(cells) and len(cells) > len(header):
            raise ConfigError(f"{sheet.path}, line {line}: expected {len(header)} cells, found {len(cells)}")
    return [(line, dict(zip(header, cells, strict=False))) for line, cells in rows if any(cells)]


def _header(sheet: Sheet) -> list[str]:
    where, cells = sheet.place(sheet.header), [cell.text.strip() for cell in sheet.header.cells]
    names = [cell.lower() for cell in cells]
    for number, name in enumerate(names):
        if name not in _COLUMNS:
            expected = nearest(name, _COLUMNS) or f"; expected some of {', '.join(_COLUMNS)}"
            raise ConfigError(f"{where}: unknown column {cells[number]!r}{expected}")
        if name in names[:number]:
            raise ConfigError(f"{where}: two columns are named {name!r}")
    if not {"due", "excused"} & set(names) or not {"sid", "email"} & set(names):
        found = ", ".join(names)
        raise ConfigError(f"{where}: expected a column due or excused, and sid or email, found {found}")
    return names


def _extension(line: int, cells: dict[str, str], course: Course, where: str) -> Extension:
    sid, email = cells.get("sid", ""), address(cells.get("email", ""))
    if not sid and not email:
        raise ConfigError(f"{where}: expected a sid or an email, found neither")
    excused, due = _is_excused(cells.get("excused", ""), where), cells.get("due", "")
    moment = None if excused and not due else _moment(due, course, where)
    return Extension(line=line, sid=sid, email=email, due=moment, excused=excused, name=cells.get("name", ""))


def _is_excused(text: str, where: str) -> bool:
    if text.lower() not in (*_YES, *_NO):
        raise ConfigError(f"{where}: excused: expected yes or nothing, found {text!r}")
    return text.lower() in _YES


def _moment(text: str, course: Course, where: str) -> datetime:
    """The moment that is written, in UTC."""
    try:
        return course.moment(written(text))
    except ValueError:
        raise ConfigError(f"{where}: due: expected {_EXAMPLE}, found {text!r}") from None
    except ConfigError as error:
        raise ConfigError(f"{where}: due: {error}") from None


def _require_new(row: Extension, others: list[Extension], path: Path) -> None:
    for other in others:
        if (row.sid and row.sid == other.sid) or (row.email and row.email == other.email):
            raise ConfigError(f"{path}, line {row.line}: {row.sid or row.email} is in line {other.line} already")


def _require_later(row: Extension, assignment: Assignment, course: Course, where: str) -> None:
    if row.due is None:
        return
    if assignment.due is None:
        raise ConfigError(f"{where}: assignment.toml has no due, so there is nothing to extend")
    due = course.moment(assignment.due)
    if row.due <= due:
        usual, own = (f"{each.astimezone(ZoneInfo(course.timezone)):%Y-%m-%d %H:%M:%S %Z}" for each in (due, row.due))
        raise ConfigError(f"{where}: due: expected a time after the assignment's, {usual}, found {own}")
