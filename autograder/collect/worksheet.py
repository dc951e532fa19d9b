"""Moodle's grading worksheet, in the language of whoever downloaded it: which column is what.

Names of columns are those of Moodle's language packs in English, German and French. In any other language the columns
are known by their order (Moodle's ``mod/assign/gradingtable.php``) and by what is in them: numbers of participants,
then names, addresses, status; a column of grades, beside it one with the same maximum in every row, and whether the
grade can be changed. Moodle finds columns by the names of the *uploader's* language, so none is ever renamed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.sheets import Sheet

LANGUAGES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "English": {
        "identifier": ("identifier",),
        "name": ("full name",),
        "sid": ("id number",),
        "email": ("email address",),
        "grade": ("grade",),
        "most": ("maximum grade",),
        "scale": ("scale",),
        "changeable": ("grade can be changed",),
        "submitted": ("last modified (submission)",),
        "marked": ("last modified (grade)",),
    },
    "German": {
        "identifier": ("id",),
        "name": ("vollständiger name",),
        "sid": ("id-nummer",),
        "email": ("e-mail-adresse",),
        "grade": ("bewertung",),
        "most": ("bestwertung",),
        "scale": ("skala",),
        "changeable": ("bewertung kann geändert werden",),
        "submitted": ("zuletzt geändert (abgabe)",),
        "marked": ("zuletzt geändert (bewertung)",),
    },
    "French": {
        "identifier": ("identifiant",),
        "name": ("nom complet",),
        "sid": ("numéro d'identification", "numéro d’identification"),
        "email": ("adresse de courriel",),
        "grade": ("note",),
        "most": ("note maximale",),
        "scale": ("barème",),
        "changeable": ("la note peut être modifiée",),
        "submitted": ("dernière modification (travail remis)",),
        "marked": ("dernière modification (note)",),
    },
}
_IDENTIFIER = {"English": "Identifier", "German": "ID", "French": "Identifiant"}  # as Moodle writes it
_NO = frozenset({"no", "nein", "non", "não", "nee", "nej", "nei", "ne", "nie", "nem", "ei", "hayır", "нет", "ні"})
_TELLING = ("most", "scale", "changeable", "submitted", "marked")  # with an identifier, any of them makes a worksheet

_PARTICIPANT = re.compile(r"([^\d,;@]*[^\d\s,;@-])\s?\d+")  # "Participant 567", "Teilnehmer/in567"
_MAXIMUM = re.compile(r"0*[1-9]\d*(?:[.,]\d+)?")
_GRADE = re.compile(r"-?|\d+(?:[.,]\d+)?")


@dataclass(frozen=True, kw_only=True)
class Worksheet:
    """Where everything is; None where the worksheet does not say it.

    Attributes:
        language: whose names were found; "" where the columns are known by what is in them.
        marked: when it was graded. Where the language is not known, it is not looked for.
    """

    language: str
    identifier: int
    name: int | None = None
    sid: int | None = None
    email: int | None = None
    grade: int | None = None
    most: int | None = None
    scale: int | None = None
    changeable: int | None = None
    submitted: int | None = None
    marked: int | None = None


def worksheet(sheet: Sheet) -> Worksheet | None:
    """The columns of a worksheet; None where `sheet` is none. Raises `ConfigError` where two have one name."""
    found = (_by_names(sheet, language) for language in LANGUAGES)
    return next(filter(None, found), None) or _by_what_is_in_them(sheet)


def lacking_identifier(sheet: Sheet) -> str | None:
    """What a list, which is no worksheet, lacks to be one; None where it lacks more than the column of participants."""
    for language, names in LANGUAGES.items():
        known = [role for role in _TELLING if sheet.column(*names[role]) is not None]
        if len(known) > 1 and sheet.column(*names["identifier"]) is None:
            first = sheet.header.text(0)
            is_known = any(first.casefold() in some for some in names.values())
            found = "none" if is_known else f"{first[:40]!r} in its place"
            return f"a column {_IDENTIFIER[language]!r}, as a worksheet of Moodle in {language} has, found {found}"
    return None


def is_locked(text: str) -> bool:
    """Whether a cell says that the grade cannot be changed, in any of some languages."""
    return text.casefold() in _NO


def _by_names(sheet: Sheet, language: str) -> Worksheet | None:
    columns = {role: sheet.column(*names) for role, names in LANGUAGES[language].items()}
    identifier = columns.pop("identifier")
    if identifier is None:
        return None
    if language != "English" and all(columns[role] is None for role in _TELLING):
        return None  # an "ID" beside names is that of any list
    return Worksheet(language=language, identifier=identifier, **columns)


def _by_what_is_in_them(sheet: Sheet) -> Worksheet | None:
    altered = any(sheet.column(*names["marked"]) is not None for names in LANGUAGES.values())  # Moodle would refuse it
    if altered or not sheet.rows or not _are_participants(_column(sheet, 0)):
        return None
    amounts = list(_amounts(sheet))
    if len(amounts) != 1:  # a number of the same height somewhere else could be it as well
        return None
    grade = amounts[0]
    changeable = next((each for each in (grade + 2, grade + 3) if _is_yes_or_no(_column(sheet, each))), None)
    if changeable is None:
        return None
    emails = [each for each in range(1, grade) if _are_addresses(_column(sheet, each))]
    return Worksheet(
        language="",
        identifier=0,
        name=1 if emails or (grade > 2 and _differ(_column(sheet, 1))) else None,
        email=emails[0] if emails else None,
        grade=grade,
        most=grade + 1,
        changeable=changeable,
        submitted=_submitted(sheet, changeable + 1),
    )


def _column(sheet: Sheet, number: int) -> list[str]:
    return [row.text(number) for row in sheet.rows if any(cell.text.strip() for cell in row.cells)]


def _are_participants(texts: Sequence[str]) -> bool:
    """Whether everybody has a number of their own behind the same word."""
    found = [_PARTICIPANT.fullmatch(text) for text in texts]
    words = {match[1] for match in found if match is not None}
    return None not in found and len(words) == 1 and len(set(texts)) == len(texts)


def _amounts(sheet: Sheet) -> Iterator[int]:
    """Columns that are grades or empty, with the same maximum beside each of them."""
    for column in range(2, len(sheet.header.cells) - 1):
        most = set(_column(sheet, column + 1))
        grades = all(_GRADE.fullmatch(text) for text in _column(sheet, column))
        if grades and len(most) == 1 and _MAXIMUM.fullmatch(next(iter(most))):
            yield column


def _is_yes_or_no(texts: Sequence[str]) -> bool:
    """Whether at most two words alternate."""
    return bool(texts) and len(set(texts)) <= 2 and all(text.isalpha() and len(text) <= 8 for text in texts)


def _are_addresses(texts: Sequence[str]) -> bool:
    some = [text for text in texts if text]
    return bool(some) and all(re.fullmatch(r"[^@\s]+@[^@\s]+", text) for text in some)


def _differ(texts: Sequence[str]) -> bool:
    """Whether they may be names: where grading is blind, the column holds a status, and several have the same."""
    return len(texts) > 1 and len(set(texts)) == len(texts)


def _submitted(sheet: Sheet, column: int) -> int | None:
    """`column`, if a later one is called as it is but for what stands in brackets: *Last modified (grade)*."""
    title, bracket, _ = sheet.header.text(column).partition("(")
    later = [sheet.header.text(each) for each in range(column + 1, len(sheet.header.cells))]
    return column if bracket and any(text.startswith(f"{title}(") for text in later) else None
