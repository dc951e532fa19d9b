"""Who is who: a student as a hand-in names them, found in a list of people.

Numbers that Canvas and Moodle gave, SIDs (text: zeros count), logins and e-mail addresses (capitals do not count)
decide, in this order; two that point to different people decide nothing. A name decides only where none of them is
known to the list, nothing else contradicts it, and nobody else has it. Moodle counts participants anew in every
assignment, so its number needs the right name beside it.

Of a hand-in that is a folder or a file nothing is known but what it is called, and people call it after any of these:
the whole name may be a SID, a login, an address or a name, and ``Nora Notebook_00000005`` is a name and an identifier
of one person. Readings that fit different people decide nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from autograder.records import Student

CANVAS, MOODLE = "canvas:", "moodle:"  # what the numbers of the two begin with

_Key = tuple[str, str]  # kind of identifier, what it is
_K = TypeVar("_K")
_BETWEEN = re.compile(r"[\s_,-]+")  # may stand between a name and a SID


@dataclass(frozen=True, kw_only=True)
class Person:
    """One line of a list of people.

    Attributes:
        line: of the file, from 1.
        login: SIS Login ID of Canvas: a name, a number or an address.
        role: as it is written; empty where the list has no such column.
        section, last_name: as `role`.
        submitted: when they handed in, as it is written; as `role`.
        number: which of the list's rows it is, from 0.
    """

    line: int
    student: Student
    login: str = ""
    role: str = ""
    section: str = ""
    last_name: str = ""
    submitted: str = ""
    number: int = 0

    @property
    def is_student(self) -> bool:
        """Whether a hand-in is expected."""
        return self.role.casefold() in ("", "student")


@dataclass(frozen=True, kw_only=True)
class Ambiguous:
    """Several people of a list, any of whom a student may be; nobody is taken."""

    people: tuple[Person, ...]


class People:
    """A list of people in which students are found."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.all: tuple[Person, ...] = tuple(people)
        self._by_key: Mapping[_Key, list[Person]] = _indexed(self.all, _keys_of_person)
        self._by_name: Mapping[_Key, list[Person]] = _indexed(self.all, _names_of_person)
        self._by_bare: Mapping[str, list[Person]] = _indexed(self.all, _bare_sid)

    def find(self, student: Student) -> Person | Ambiguous | None:
        """The person who the student is; None if nobody is."""
        left: list[Person] = []
        for key in _keys(student):
            found = [person for person in self._by_key.get(key, []) if _is_believed(key, person.student, student)]
            both = [person for person in left if person in found]
            if left and found and not both:
                return Ambiguous(people=_in_order([*left, *found]))
            left = both or left or found
        return _only(left or self._of_name(student))

    def alike(self, student: Student) -> Person | None:
        """The only one whose SID is the student's but for zeros in front, which spreadsheets drop."""
        sid = sid_of(student)
        known = self._by_key.get(("sid", sid)) or self._by_key.get(("login", sid.casefold()))
        found = [] if known else self._by_bare.get(sid.lstrip("0"), [])
        return found[0] if len(found) == 1 else None

    def half(self, student: Student) -> Person | None:
        """The only one whom a part of a name fits, where nothing but that is known: not enough to be them."""
        if not is_only_called(student):
            return None
        found = _in_order(person for one, other in _halves(student.name) for person in self._identified(one))
        return found[0] if len(found) == 1 else None

    def _of_name(self, student: Student) -> list[Person]:
        if is_only_called(student):
            return self._called(student.name)
        return [person for person in self._named(student.name) if not _contradicts(person.student, student)]

    def _called(self, name: str) -> list[Person]:
        """Everybody whom the name of a folder may mean: all of it, else one part and the other."""
        whole = [*self._identified(name), *self._named(name)]
        return list(_in_order(whole or self._of_halves(name)))

    def _of_halves(self, name: str) -> Iterator[Person]:
        for identifier, rest in _halves(name):
            named = self._named(rest)
            yield from (person for person in self._identified(identifier) if person in named)

    def _identified(self, text: str) -> list[Person]:
        keys = (("sid", text.strip()), ("login", address(text)), ("email", address(text)))
        return [person for key in keys for person in self._by_key.get(key, [])]

    def _named(self, name: str) -> tuple[Person, ...]:
        return _in_order(person for key in _names(name) for person in self._by_name.get(key, []))


def described(student: Student) -> str:
    """Name and identifiers, for messages: ``Ada Lovelace (SID 00123, ada@example.edu)``."""
    known = [f"SID {student.sid}" if student.sid else "", student.email]
    if not any(known):
        known = [student.lms_id]
    inner = ", ".join(filter(None, known))
    return f"{student.name} ({inner})" if student.name and inner else student.name or inner or "somebody unnamed"


def is_only_called(student: Student) -> bool:
    """Whether nothing is known of somebody but what their folder or file is called, or a name."""
    return not any(each.strip() for each in (student.sid, student.email, student.lms_id))


def sid_of(student: Student) -> str:
    """The SID; the whole name, which may be one, of somebody of whom nothing else is known."""
    return student.name.strip() if is_only_called(student) else student.sid.strip()


def email_of(student: Student) -> str:
    """The address as it is compared; as `sid_of` where only a name is known."""
    return address(student.name if is_only_called(student) else student.email)


def address(email: str) -> str:
    """An e-mail address as it is compared."""
    return email.strip().casefold()


def _only(found: Sequence[Person]) -> Person | Ambiguous | None:
    if len(found) > 1:
        return Ambiguous(people=tuple(found))
    return found[0] if found else None


def _is_believed(key: _Key, listed: Student, student: Student) -> bool:
    """Whether an identifier says enough: where people are listed without names, nothing is to be compared."""
    if not (key[1].startswith(MOODLE) and listed.name):
        return True
    return not set(_names(listed.name)).isdisjoint(_names(student.name))


def _indexed(people: Iterable[Person], keys: Callable[[Person], Iterator[_K]]) -> dict[_K, list[Person]]:
    index: dict[_K, list[Person]] = defaultdict(list)
    for person in people:
        for key in dict.fromkeys(keys(person)):
            index[key].append(person)
    return dict(index)


def _keys(student: Student) -> Iterator[_Key]:
    """By what a student can be found, the surest first."""
    if number := student.lms_id.strip():
        yield "number", number
    if sid := student.sid.strip():
        yield "sid", sid
        yield "login", sid.casefold()
    if email := address(student.email):
        yield "login", email
        yield "email", email


def _keys_of_person(person: Person) -> Iterator[_Key]:
    yield from (key for key in _keys(person.student) if key[0] != "login")
    if login := person.login.strip().casefold():
        yield "login", login


def _bare_sid(person: Person) -> Iterator[str]:
    if bare := person.student.sid.strip().lstrip("0"):
        yield bare


def _names_of_person(person: Person) -> Iterator[_Key]:
    return _names(person.student.name)


def _names(name: str) -> Iterator[_Key]:
    """A name in every order of its parts that lists write, run together: ``Lovelace, Ada`` is ``Ada Lovelace``."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    words = ["".join(filter(str.isalnum, word)) for word in plain.replace(",", " ").split()]
    words = [word for word in words if word]
    for first in range(len(words)):
        yield "name", "".join(words[first:] + words[:first])


def _halves(name: str) -> Iterator[tuple[str, str]]:
    """Every way in which a name may be an identifier and a name, in either order: ``Nora Notebook_00000005``."""
    for between in _BETWEEN.finditer(name):
        before, after = name[: between.start()], name[between.end() :]
        yield from ((before, after), (after, before))


def _contradicts(one: Student, other: Student) -> bool:
    pairs = ((one.sid.strip(), other.sid.strip()), (one.lms_id.strip(), other.lms_id.strip()))
    return any(ours and theirs and ours != theirs for ours, theirs in pairs)


def _in_order(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(sorted({person.number: person for person in people}.values(), key=lambda person: person.number))
