"""Who is the same person in several hand-ins, where there is no list of the class.

A SID decides (text: zeros count), else an e-mail address (capitals do not count), else the number that Canvas gave,
else the name; one of the latter only where it is of a single person. Nobody with two SIDs is ever one, and neither are
two participants whom Moodle tells apart in one assignment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace

from autograder.identity import CANVAS, MOODLE, address
from autograder.records import Student


def _name(student: Student) -> str:
    return " ".join(student.name.casefold().split())


_STRONGEST_FIRST: tuple[Callable[[Student], str], ...] = (
    lambda student: student.sid.strip(),
    lambda student: address(student.email),
    lambda student: student.lms_id.strip() if student.lms_id.startswith(CANVAS) else "",
    _name,
)


def persons(students: Iterable[Student], participants: Iterable[Iterable[Student]] = ()) -> dict[Student, Student]:
    """Each student → the person that he or she is, with all that is known; in any order the same.

    A person's deadlines differ from hand-in to hand-in, and are left out.

    Args:
        participants: the students of each assignment: of one name with two numbers of Moodle, they are two people, and
            nobody is known by that name alone.
    """
    everybody = sorted({replace(student, due_at=None) for student in students}, key=_order)
    twins = {name for some in participants for name in _twins(some)}
    identifiers = (*_STRONGEST_FIRST[:-1], lambda student: _told_apart(student, twins))
    groups: list[list[Student]] = []
    for strength, identifier in enumerate(identifiers):
        groups = _joined(groups, [each for each in everybody if _strength(each) == strength], identifier)
    groups += [[each] for each in everybody if _strength(each) == len(_STRONGEST_FIRST)]
    return {each: _merged(group) for group in groups for each in group}


def person_of(student: Student, known: dict[Student, Student]) -> Student:
    """The person that `student`, one of those `known` was made of, is."""
    return known[replace(student, due_at=None)]


def _twins(participants: Iterable[Student]) -> Iterator[str]:
    """The names that several participants of one assignment have."""
    numbers = defaultdict[str, set[str]](set)
    for student in participants:
        if student.lms_id.startswith(MOODLE):
            numbers[_name(student)].add(student.lms_id)
    return (name for name, several in numbers.items() if len(several) > 1)


def _told_apart(student: Student, twins: Container[str]) -> str:
    name = _name(student)
    return f"{name}\n{student.lms_id}" if name in twins else name


def _joined(
    groups: list[list[Student]], students: list[Student], identifier: Callable[[Student], str]
) -> list[list[Student]]:
    """`groups` and `students`, whose surest identifier it is: in the only group that has the same one, or together."""
    found = defaultdict[str, list[list[Student]]](list)
    for group in groups:
        for own in {identifier(each) for each in group}:
            found[own].append(group)
    together = defaultdict[str, list[Student]](list)
    for student in students:
        same = found[identifier(student)]
        (same[0] if len(same) == 1 else together[identifier(student)]).append(student)
    return [*groups, *together.values()]


def _strength(student: Student) -> int:
    """The number of the surest identifier that is there."""
    found = (number for number, identifier in enumerate(_STRONGEST_FIRST) if identifier(student))
    return next(found, len(_STRONGEST_FIRST))


def _merged(group: list[Student]) -> Student:
    """What is said first of each."""
    return Student(
        name=_first(each.name for each in group),
        sid=_first(each.sid for each in group),
        email=_first(each.email for each in group),
        lms_id=_first(each.lms_id for each in group),
    )


def _first(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")


def _order(student: Student) -> tuple[str, ...]:
    return (student.name, student.sid, student.email, student.lms_id)
