"""Hand-ins beside a list of people: who handed in, who did not, who is unknown, who is there twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.collect.class_list import ClassList
from autograder.errors import ConfigError
from autograder.identity import Ambiguous, Person, described
from autograder.records import HandIn, Standing, Student


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """What a list of people says of hand-ins.

    Attributes:
        known: by key, the students of a hand-in as the list knows them; those whom it does not know as they were.
        absent: students of the list who handed in nothing; nobody who may be the unknown owner of a hand-in.
        reports: what staff should look at, a sentence each.
    """

    known: Mapping[str, tuple[Student, ...]]
    absent: tuple[Person, ...]
    reports: tuple[str, ...]

    def identified(self, hand_in: HandIn) -> HandIn:
        """The hand-in with its students as the list knows them."""
        return replace(hand_in, students=self.known.get(hand_in.key, hand_in.students))


def attendance(listed: ClassList, hand_ins: Sequence[HandIn]) -> Attendance:
    """Find everybody.

    Raises:
        ConfigError: there are hand-ins with students, and the list knows none of them: it is another course's.
    """
    known, reports = {}, [_said_twice(listed, line, first) for line, first in listed.twice.items()]
    keys: dict[Person, list[str]] = defaultdict(list)
    doubtful: set[Person] = set()
    for hand_in in hand_ins:
        students = []
        for student in hand_in.students:
            found = listed.people.find(student)
            students.append(_merged(student, found.student) if isinstance(found, Person) else student)
            if isinstance(found, Person):
                keys[found].append(hand_in.key)
                continue
            reports.append(f"{hand_in.key}: {not_found(listed, student, found)}")
            doubtful.update(found.people if found else ())
        if not students:
            reports.append(f"{hand_in.key}: nobody is named: whose it is, is unknown")
        known[hand_in.key] = tuple(students)
    if not keys and any(hand_in.students for hand_in in hand_ins):
        raise ConfigError(_nobody(listed, hand_ins))
    reports += [_several(listed, person, several) for person, several in keys.items() if len(several) > 1]
    absent = tuple(each for each in listed.people.all if each.is_student and each not in keys and each not in doubtful)
    return Attendance(known=known, absent=absent, reports=tuple(reports))


def missing(absent: Iterable[Person], assignment: str) -> tuple[Standing, ...]:
    """Where those stand who handed in nothing."""
    return tuple(Standing(student=person.student, assignment=assignment, status="missing") for person in absent)


def not_found(listed: ClassList, student: Student, found: Ambiguous | None) -> str:
    """Why nobody of the list was taken."""
    path = listed.sheet.path
    if isinstance(found, Ambiguous):
        rows = " or ".join(f"line {person.line} ({described(person.student)})" for person in found.people)
        return f"{described(student)} may be {rows} of {path}: nobody was taken"
    alike = listed.people.alike(student)
    zeros = f"; line {alike.line} has {alike.student.sid}: did a spreadsheet drop zeros?" if alike else ""
    return f"{described(student)} is not in {path}{zeros}"


def _merged(student: Student, listed: Student) -> Student:
    """What the list says, and from the hand-in what it does not say."""
    return replace(
        listed,
        name=listed.name or student.name,
        sid=listed.sid or student.sid,
        email=listed.email or student.email,
        lms_id=student.lms_id or listed.lms_id,
        due_at=student.due_at,
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
