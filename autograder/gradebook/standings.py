"""Where every student stands in every assignment: which hand-in counts, and the grade that was given for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.collect.names import listed
from autograder.gradebook.derive import Derived
from autograder.gradebook.hand_in import HAND_IN_FILE
from autograder.gradebook.people import person_of, persons
from autograder.gradebook.reading import Entry
from autograder.policy.attempts import Attempt, which_counts
from autograder.records import Standing, Status, Student
from autograder.report.order import natural
from autograder.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a student stands in one assignment, and why.

    Attributes:
        standing: its student is the person, with all that is known from any hand-in.
        attempts: every hand-in of theirs, as the gradebook knows it.
        counted: the one of them that counts; None where nobody can say.
        explanation: the arithmetic, or why there is no grade, in one line.
    """

    standing: Standing
    attempts: tuple[Entry, ...]
    counted: Entry | None
    explanation: str


def places(entries: Sequence[Entry], workspaces: Mapping[str, Workspace]) -> tuple[Place, ...]:
    """The place of every student in every assignment that they handed in something for; by assignment and name.

    Args:
        workspaces: by the name of the assignment; without its own, the last hand-in counts and nobody is excused.
    """
    known = persons(
        (student for entry in entries for student in entry.handed_in.hand_in.students), _participants(entries)
    )
    of: dict[tuple[str, Student], dict[Student, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        hand_in = entry.handed_in.hand_in
        for named in hand_in.students or (Student(name=hand_in.key),):
            person = person_of(named, known) if hand_in.students else named
            of[entry.handed_in.assignment, person][named].append(entry.of(named))
    found = [
        _place(person, _once(named.values()), _excused(named, workspaces.get(assignment)), workspaces.get(assignment))
        for (assignment, person), named in of.items()
    ]
    return in_order(found)


def in_order(places: Iterable[Place]) -> tuple[Place, ...]:
    """Places by assignment and name."""
    return tuple(sorted(places, key=_order))


def _participants(entries: Iterable[Entry]) -> Iterator[frozenset[Student]]:
    """The students of each assignment, to whom Moodle gave numbers."""
    of = defaultdict[str, set[Student]](set)
    for entry in entries:
        of[entry.handed_in.assignment].update(entry.handed_in.hand_in.students)
    return map(frozenset, of.values())


def standings(entries: Sequence[Entry], workspaces: Mapping[str, Workspace]) -> tuple[Standing, ...]:
    """As `places`, for exports."""
    return tuple(place.standing for place in places(entries, workspaces))


def _once(lists: Iterable[list[Entry]]) -> tuple[Entry, ...]:
    return tuple({entry.row: entry for entries in lists for entry in entries}.values())


def _excused(named: Iterable[Student], workspace: Workspace | None) -> bool:
    """Whether one of the names under which the student handed in is excused."""
    return workspace is not None and any(map(workspace.extensions.excuses, named))


def _place(person: Student, own: tuple[Entry, ...], excused: bool, workspace: Workspace | None) -> Place:
    waits = workspace is not None and _waits(own, workspace)
    if excused and not waits:
        return _without_grade(person, own, "excused", "excused")
    rule = workspace.assignment.attempts if workspace is not None else "last"
    try:
        different = _different(own)
        _require_times(different, rule)
        attempts = [_attempt(entry, different) for entry in different]
        counted = which_counts(attempts, rule)
    except ValueError as error:
        return _without_grade(person, own, "held", f"nobody knows which attempt counts: {error}")
    entry = different[attempts.index(counted.attempt)]
    several = counted.explanation if len(different) > 1 else ""
    if entry.given is None:
        return _without_grade(person, own, "held", _joined("no grade was given yet", several), entry)
    if entry.given.derived.is_excused:
        return _without_grade(person, own, "excused", "excused when it was given", entry)
    stands = "excused now: autograder grade asks before it replaces the grade" if excused else ""
    return _with_grade(person, own, entry, entry.given.derived, _joined(several, stands))


def _waits(own: Iterable[Entry], workspace: Workspace) -> bool:
    """Whether grades were given to excused students, and nobody has said yet that these may be taken away."""
    alone = [entry for entry in own if workspace.extensions.excuses_all(entry.handed_in.hand_in.students)]
    given = [entry.given.derived for entry in alone if entry.given is not None]
    return bool(given) and not any(derived.is_excused for derived in given)


def _different(own: Sequence[Entry]) -> tuple[Entry, ...]:
    """Each hand-in once, where it was graded into several folders of results.

    Raises:
        ValueError: it has different grades there: into another folder, nobody is asked before a grade is given.
    """
    of: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in own:
        of[entry.handed_in.hand_in.key, entry.handed_in.hand_in.submitted_at].append(entry)
    return tuple(map(_only, of.values()))


def _only(same: Sequence[Entry]) -> Entry:
    graded = [(entry, entry.given.derived) for entry in same if entry.given is not None]
    if not graded:
        return same[0]
    first, grade = graded[0]
    for other, another in graded[1:]:
        if not another.is_worth_the_same(grade):
            where = f"{grade.key} has different grades in {first.out} and {other.out}"
            raise ValueError(f"{where}: gradebook rebuild with the folder that counts")
    return first


def _require_times(different: Sequence[Entry], rule: str) -> None:
    """Raise `ValueError` where the last of several counts and one has no time: in which file, and what helps."""
    unknown = [entry for entry in different if entry.handed_in.hand_in.submitted_at is None]
    if rule == "last" and unknown and len(different) > 1:
        keys = listed([entry.handed_in.hand_in.key for entry in unknown])
        path = unknown[0].out / unknown[0].handed_in.hand_in.key / HAND_IN_FILE
        raise ValueError(
            f"the last of {len(different)} does, and nobody knows when {keys} came (submitted_at is null in {path}), "
            'so there is no grade: with attempts = "best" in assignment.toml no time is needed; else leave out of the '
            "hand-ins what does not count, remove its folder of results, and grade again"
        )


def _attempt(entry: Entry, own: Sequence[Entry]) -> Attempt:
    hand_in = entry.handed_in.hand_in
    same = [other for other in own if other.handed_in.hand_in.key == hand_in.key]
    return Attempt(
        key=hand_in.key if len(same) == 1 else str(entry.out / hand_in.key),
        submitted_at=hand_in.submitted_at,
        grade=entry.given.derived.grade if entry.given else None,
    )


def _with_grade(person: Student, own: tuple[Entry, ...], entry: Entry, derived: Derived, several: str) -> Place:
    unreadable = "could not be read" if derived.status == "unreadable" else ""
    again = "" if entry.is_examined else "still to be examined anew"
    return Place(
        standing=Standing(
            student=person,
            assignment=derived.assignment,
            hand_in=derived.key,
            submitted_at=derived.basis.submitted_at,
            score=derived.score,
            grade=derived.grade,
            status=derived.status,
        ),
        attempts=own,
        counted=entry,
        explanation=_joined(unreadable, derived.grade.explanation, several, again),
    )


def _without_grade(
    person: Student, own: tuple[Entry, ...], status: Status, why: str, entry: Entry | None = None
) -> Place:
    handed_in = (entry or own[-1]).handed_in
    standing = Standing(
        student=person,
        assignment=handed_in.assignment,
        hand_in=handed_in.hand_in.key,
        submitted_at=handed_in.hand_in.submitted_at,
        status=status,
    )
    return Place(standing=standing, attempts=own, counted=entry, explanation=why)


def _joined(*parts: str) -> str:
    return "; ".join(filter(None, parts))


def _order(place: Place) -> tuple[Any, ...]:
    student = place.standing.student
    return place.standing.assignment, natural(student.name), student.sid or student.email
