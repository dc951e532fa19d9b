"""Lists of the people of a course: Gradescope's roster, Canvas' gradebook, Moodle's grading worksheet, or one's own.

======================  ====================================================================================
Gradescope roster       ``First Name,Last Name,SID,Email,Role[,Section]``
Canvas gradebook        ``Student,ID,SIS User ID,SIS Login ID,Section,…``, or ``LastName,FirstName,ID,…``
Moodle worksheet        ``Identifier,Full name,[ID number,]Email address,Status,…``, in any language: `worksheet`
own                     some of ``name,sid,email,login,lms_id,role,section,submitted_at``
======================  ====================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from autograder.collect.names import shown
from autograder.collect.worksheet import Worksheet, lacking_identifier, worksheet
from autograder.errors import ConfigError
from autograder.identity import CANVAS, MOODLE, People, Person
from autograder.records import Student
from autograder.sheets import Row, Sheet, read_sheet

_FIRST, _LAST = ("first name", "firstname"), ("last name", "lastname")
_NAME = ("full name", "name", "student")
_SID = ("sis user id", "sid", "student id", "id number")
_EMAIL = ("email address", "email", "e-mail")
_LOGIN = ("sis login id", "login")
_SECTION = ("section", "sections")
_SUBMITTED = ("submitted_at", "submission time", "last modified (submission)")
_EXPECTED = "columns such as SID, Email, First Name, Last Name, or those of a Canvas gradebook or Moodle worksheet"

_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+|\d+\.0", re.IGNORECASE)  # what programs make of long numbers
_PARTICIPANT = re.compile(r"\D*(\d+)")  # "Participant 567", in any language
_POINTS_POSSIBLE = "Points Possible"
_NOT_A_STUDENT = re.compile(r"\s*(muted|manual posting.*)?\s*", re.IGNORECASE | re.DOTALL)
_TEST_STUDENTS = ("student, test", "test student")  # Canvas' own


class Kind(Enum):
    """Who wrote a list."""

    CANVAS = "a gradebook of Canvas"
    MOODLE = "a grading worksheet of Moodle"
    OTHER = "a roster"


@dataclass(frozen=True)
class ClassList:
    """A list of people, and the file that it stands in.

    Attributes:
        people: by number of their row in `sheet`; whoever is there twice in the same words is there once.
        twice: line → the line that says the same.
        times: the column of when they handed in; None where there is none.
        worksheet: its columns, where it is one of Moodle's.
    """

    sheet: Sheet
    kind: Kind
    people: People
    twice: dict[int, int]
    times: int | None = None
    worksheet: Worksheet | None = None


def read_class_list(path: Path) -> ClassList:
    """The list of people in a CSV file.

    Raises:
        ConfigError: names file, line and column, what was expected and what was found.
    """
    return class_list(read_sheet(path))


def class_list(sheet: Sheet) -> ClassList:
    """The people in `sheet`; raises `ConfigError` as `read_class_list`."""
    moodle = worksheet(sheet)
    kind = Kind.MOODLE if moodle is not None else _kind(sheet)
    columns = _columns(sheet, kind) if moodle is None else _columns_of_moodle(sheet, moodle)
    people, twice = _once(_person(number, row, columns, sheet) for number, row in _of_people(sheet, kind))
    if not people:
        raise ConfigError(f"{sheet.path}: expected people below the first line, found nobody")
    return ClassList(sheet, kind, People(people), twice, columns.submitted, moodle)


def _kind(sheet: Sheet) -> Kind:
    is_canvas = sheet.column("student", "lastname") is not None and sheet.column("id") is not None
    return Kind.CANVAS if is_canvas else Kind.OTHER


@dataclass(frozen=True, kw_only=True)
class _Columns:
    """Where everything is; None where the list does not say it."""

    first: int | None
    last: int | None
    name: int | None
    sid: int | None
    email: int | None
    login: int | None
    number: int | None
    prefix: str
    role: int | None
    section: int | None
    submitted: int | None


def _columns(sheet: Sheet, kind: Kind) -> _Columns:
    columns = _Columns(
        first=sheet.column(*_FIRST),
        last=sheet.column(*_LAST),
        name=sheet.column(*_NAME),
        sid=sheet.column(*_SID, *(["id"] if kind is Kind.OTHER else [])),
        email=sheet.column(*_EMAIL),
        login=sheet.column(*_LOGIN),
        number=sheet.column("id" if kind is Kind.CANVAS else "lms_id"),
        prefix=CANVAS if kind is Kind.CANVAS else "",
        role=sheet.column("role"),
        section=sheet.column(*_SECTION),
        submitted=sheet.column(*_SUBMITTED),
    )
    if columns.sid is columns.email is columns.login is columns.number is None:
        found = ", ".join(shown(cell.text, 30) for cell in sheet.header.cells[:8])
        wrong = lacking_identifier(sheet) or f"{_EXPECTED}, found {found}"
        raise ConfigError(f"{sheet.place(sheet.header)}: expected {wrong}")
    return columns


def _columns_of_moodle(sheet: Sheet, moodle: Worksheet) -> _Columns:
    return _Columns(
        first=None,
        last=None,
        name=moodle.name,
        sid=sheet.column(*_SID) if moodle.sid is None else moodle.sid,
        email=moodle.email,
        login=None,
        number=moodle.identifier,
        prefix=MOODLE,
        role=None,
        section=sheet.column(*_SECTION),
        submitted=moodle.submitted,
    )


def _of_people(sheet: Sheet, kind: Kind) -> Iterator[tuple[int, Row]]:
    """The rows of people; Canvas has others above them."""
    for number, row in enumerate(sheet.rows):
        if kind is Kind.CANVAS and is_no_person(row):
            continue
        if any(cell.text.strip() for cell in row.cells):
            yield number, row


def is_no_person(row: Row) -> bool:
    """Whether a row of a Canvas gradebook is about assignments, or about Canvas' own test student."""
    first = row.text(0)
    about = _POINTS_POSSIBLE in first or all(_NOT_A_STUDENT.fullmatch(cell.text) for cell in row.cells)
    return about or first.casefold() in _TEST_STUDENTS


def _person(number: int, row: Row, columns: _Columns, sheet: Sheet) -> Person:
    for column in (columns.sid, columns.login, columns.number):
        if _ROUNDED.fullmatch(row.text(column)):
            found = f"found {row.text(column)}: a program took it for an amount"
            remedy = "export the list again, and do not save it there"
            raise ConfigError(f"{sheet.place(row, column)}: expected the whole number, {found}; {remedy}")
    login = row.text(columns.login)
    email = row.text(columns.email) or (login if "@" in login else "")
    first, last = _names(row, columns)
    student = Student(
        name=f"{first} {last}".strip(),
        sid=row.text(columns.sid),
        email=email,
        lms_id=_lms_id(row.text(columns.number), columns),
    )
    if not any((student.name, student.sid, student.email, student.lms_id, login)):
        raise ConfigError(f"{sheet.place(row)}: expected a person, found neither a name nor a number nor an address")
    return Person(
        line=row.line,
        student=student,
        login=login,
        role=row.text(columns.role),
        section=row.text(columns.section),
        last_name=last,
        submitted=row.text(columns.submitted),
        number=number,
    )


def _lms_id(text: str, columns: _Columns) -> str:
    if columns.prefix == MOODLE:
        found = _PARTICIPANT.fullmatch(text)
        text = found[1] if found else ""
    return f"{columns.prefix}{text}" if text else ""


def _names(row: Row, columns: _Columns) -> tuple[str, str]:
    """First and last name; the whole name and "" where the list does not tell them apart."""
    if columns.first is not None or columns.last is not None:
        return row.text(columns.first), row.text(columns.last)
    name = row.text(columns.name)
    last, comma, first = name.partition(",")
    return (first.strip(), last.strip()) if comma and first.strip() else (name, "")


def _once(people: Iterator[Person]) -> tuple[Sequence[Person], dict[int, int]]:
    first: dict[tuple[Student, str], Person] = {}
    twice = {}
    for person in people:
        known = first.setdefault((person.student, person.login), person)
        if known is not person:
            twice[person.line] = known.line
    return tuple(first.values()), twice
