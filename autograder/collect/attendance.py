"""Hand-ins beside a list of people: who handed in, who did not, who is unknown, who is there twice.

``autograder grade --roster FILE`` keeps a copy of the list as ``roster.csv`` among the results: whoever reads them
later, here or on another machine, knows people by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.collect.arrival import latest
from autograder.collect.class_list import ClassList, read_class_list
from autograder.errors import ConfigError
from autograder.identity import Ambiguous, Person, described, is_only_called, sid_of
from autograder.records import HandIn, Standing, Student
from autograder.tables import nearest
from autograder.zeros import lost_zeros

ROSTER_FILE = "roster.csv"


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """What a list of people says of hand-ins.

    Attributes:
        absent: students of the list who handed in nothing; nobody who may be the unknown owner of a hand-in.
        reports: what staff should look at, a sentence each.
    """

    absent: tuple[Person, ...]
    reports: tuple[str, ...]


def attendance(listed: ClassList, hand_ins: Sequence[HandIn]) -> Attendance:
    """Find everybody.

    Raises:
        ConfigError: there are hand-ins with students, and the list knows none of them: it is another course's.
    """
    reports = [_said_twice(listed, line, first) for line, first in listed.twice.items()]
    keys: dict[Person, list[str]] = defaultdict(list)
    doubtful: set[Person] = set()
    for hand_in in hand_ins:
        for student in hand_in.students:
            found = listed.people.find(student)
            if isinstance(found, Person):
                keys[found].append(hand_in.key)
                continue
            reports.append(f"{hand_in.key}: {not_found(listed, student, found)}")
            doubtful.update(found.people if found else ())
        if not hand_in.students:
            reports.append(f"{hand_in.key}: nobody is named: whose it is, is unknown")
    if not keys and any(hand_in.students for hand_in in hand_ins):
        raise ConfigError(_nobody(listed, hand_ins))
    reports += [_several(listed, person, several) for person, several in keys.items() if len(several) > 1]
    absent = tuple(each for each in listed.people.all if each.is_student and each not in keys and each not in doubtful)
    return Attendance(absent=absent, reports=tuple(reports))


def identifier(results: Path, zone: ZoneInfo) -> Callable[[HandIn], HandIn]:
    """What names the students of a hand-in as the roster among the results does; without one, they stay as they are.

    Args:
        zone: of times without an offset.

    Raises:
        ConfigError: the roster cannot be read.
    """
    path = results / ROSTER_FILE
    if not path.exists():
        return lambda hand_in: hand_in
    listed = read_class_list(path)
    return lambda hand_in: identified(listed, hand_in, zone)


def identified(listed: ClassList, hand_in: HandIn, zone: ZoneInfo) -> HandIn:
    """The hand-in with its students as the list knows them, and the time where only the list knows it.

    Students whom it does not know stay as they are. Raises `ConfigError` where a time of theirs cannot be read, and as
    `require_sids`.
    """
    require_sids(listed, hand_in)
    found = [listed.people.find(student) for student in hand_in.students]
    known = [person for person in found if isinstance(person, Person)]
    students = [
        _merged(student, person.student) if isinstance(person, Person) else student
        for student, person in zip(hand_in.students, found, strict=True)
    ]
    when = hand_in.submitted_at or latest(listed, known, zone)
    return replace(hand_in, students=tuple(students), submitted_at=when)


def require_sids(listed: ClassList, hand_in: HandIn) -> None:
    """Raise `ConfigError` where only zeros in front keep the SID of a student from being that of one person listed.

    A list with the zeros is right about whoever is found in it without the SID, and a folder called ``3`` may be the
    third: neither costs anybody anything.
    """
    for student in hand_in.students:
        sid, alike = sid_of(student), listed.people.alike(student)
        if alike is None:
            continue
        has_zeros = len(alike.student.sid) > len(sid)
        if has_zeros and (is_only_called(student) or isinstance(listed.people.find(student), Person)):
            continue
        place = f"{listed.sheet.path}, line {alike.line}"
        raise lost_zeros(sid, f"hand-in {hand_in.key}", alike.student.sid, place)


def missing(absent: Iterable[Person], assignment: str, is_excused: Callable[[Student], bool]) -> tuple[Standing, ...]:
    """Where those stand who handed in nothing."""
    return tuple(
        Standing(
            student=person.student,
            assignment=assignment,
            status="excused" if is_excused(person.student) else "missing",
        )
        for person in absent
    )


def not_found(listed: ClassList, student: Student, found: Ambiguous | None) -> str:
    """Why nobody of the list was taken."""
    path = listed.sheet.path
    if isinstance(found, Ambiguous):
        rows = " or ".join(f"line {person.line} ({described(person.student)})" for person in found.people)
        return f"{described(student)} may be {rows} of {path}: nobody was taken"
    return f"{described(student)} is not in {path}{_instead(listed, student)}"


def _instead(listed: ClassList, student: Student) -> str:
    """Who may be meant, or what would have been understood."""
    if alike := listed.people.alike(student):
        return f"; line {alike.line} has {alike.student.sid}: did a spreadsheet drop zeros?"
    if half := listed.people.half(student):
        return f": a part of it fits line {half.line} ({described(half.student)}), the rest does not"
    if not is_only_called(student):
        return ""
    known = {text for person in listed.people.all for text in (person.student.name, person.student.email) if text}
    return nearest(student.name, known) or ", neither as a SID, a login or an address nor as a name or name_SID"


def _merged(student: Student, known: Student) -> Student:
    """What the list says, and from the hand-in what it does not say."""
    return replace(
        student,
        name=known.name or student.name,
        sid=known.sid or student.sid,
        email=known.email or student.email,
        lms_id=student.lms_id or known.lms_id,
    )


def _said_twice(listed: ClassList, line: int, first: int) -> str:
    return f"{listed.sheet.path}, line {line}: the same person as in line {first}"


def _several(listed: ClassList, person: Person, keys: Sequence[str]) -> str:
    where = f"line {person.line} of {listed.sheet.path}"
    return f"{described(person.student)}, {where}, handed in several: {', '.join(keys)}"


def _nobody(listed: ClassList, hand_ins: Sequence[HandIn]) -> str:
    first = next(student for hand_in in hand_ins for student in hand_in.students)
    others = f"{len(hand_ins)} hand-ins, such as {not_found(listed, first, None)}"
    return f"{listed.sheet.path}: nobody who handed in is in it: is it the list of another course? {others}"
