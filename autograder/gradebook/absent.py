"""Who handed in nothing: what the rosters among the results say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.collect.attendance import ROSTER_FILE, attendance, missing
from autograder.collect.class_list import read_class_list
from autograder.gradebook.people import person_of, persons
from autograder.gradebook.reading import Entry
from autograder.gradebook.standings import Place, in_order
from autograder.records import HandIn, Standing, Student
from autograder.workspace import Workspace


def absent(entries: Sequence[Entry], workspaces: Mapping[str, Workspace]) -> tuple[Standing, ...]:
    """Where those stand who are on the roster of an assignment and handed in nothing for it: missing, or excused.

    Args:
        workspaces: by the name of the assignment; without its own, nobody is excused.

    Raises:
        ConfigError: a roster cannot be read, or is of other people.
    """
    hand_ins: dict[str, list[HandIn]] = defaultdict(list)
    outs: dict[str, dict[Path, None]] = defaultdict(dict)
    for entry in entries:
        hand_ins[entry.handed_in.assignment].append(entry.handed_in.hand_in)
        outs[entry.handed_in.assignment].setdefault(entry.out)
    found = [
        standing
        for name, of_name in outs.items()
        for standing in _of(name, of_name, hand_ins[name], workspaces.get(name))
    ]
    known = persons(each.student for each in found)  # two rosters may call one person differently
    return tuple(dict.fromkeys(replace(each, student=person_of(each.student, known)) for each in found))


def with_absent(
    places: Sequence[Place], entries: Sequence[Entry], workspaces: Mapping[str, Workspace]
) -> tuple[Place, ...]:
    """`places`, which stay as they are, and those of whoever is `absent`, as `in_order`; raises as `absent`."""
    away = absent(entries, workspaces)
    own = _their_own([place.standing for place in places], away)
    return in_order((*places, *map(_away, own)))


def _their_own(standings: Sequence[Standing], away: Sequence[Standing]) -> Iterator[Standing]:
    """`away`, of the students in `standings` who are the same person, where that is one and has nothing there yet."""
    of: dict[str, set[Student]] = defaultdict(set)
    for each in (*standings, *away):
        of[each.assignment].add(each.student)
    known = persons((student for some in of.values() for student in some), of.values())
    same: dict[Student, dict[Student, None]] = defaultdict(dict)
    for each in standings:
        same[person_of(each.student, known)].setdefault(each.student)
    stand = {(each.assignment, each.student) for each in standings}
    for each in away:
        mates = [*same[person_of(each.student, known)]]
        is_one = len(mates) == 1 and (each.assignment, mates[0]) not in stand
        one = replace(each, student=mates[0]) if is_one else each
        if (one.assignment, one.student) not in stand:
            yield one


def _away(standing: Standing) -> Place:
    why = "excused" if standing.status == "excused" else "handed in nothing"
    return Place(standing=standing, attempts=(), counted=None, explanation=why)


def _of(
    name: str, outs: Mapping[Path, None], hand_ins: Sequence[HandIn], workspace: Workspace | None
) -> Iterator[Standing]:
    for out in outs:
        path = out / ROSTER_FILE
        if path.exists():
            away = attendance(read_class_list(path), hand_ins).absent
            yield from missing(
                away, name, lambda student: workspace is not None and workspace.extensions.excuses(student)
            )
