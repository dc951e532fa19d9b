"""What was given beside what would be given now, after a policy, an extension or the points have changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import StoredError
from autograder.gradebook.compare import Change, compare
from autograder.gradebook.derive import Derived, derive, derived_of
from autograder.gradebook.index import Gradebook
from autograder.gradebook.keys import exam_digest
from autograder.gradebook.reading import Entry, examinations
from autograder.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Differences:
    """What `autograder gradebook diff` tells.

    Attributes:
        changed, reworded, same, new: as of a `Comparison`; the last two counted.
        other_exam: how many hand-ins of which assignment were examined with another exam than there is now.
        problems: what keeps grades from being derived.
    """

    changed: tuple[Change, ...]
    reworded: tuple[Change, ...]
    same: int
    new: tuple[Derived, ...]
    other_exam: Mapping[str, int]
    problems: tuple[str, ...]


def differences(gradebook: Gradebook, entries: Sequence[Entry], workspaces: Mapping[str, Workspace]) -> Differences:
    """Derive the grade of each of `entries` that is examined, and compare it with what was given; no code is run.

    Args:
        workspaces: by the name of the assignment.
    """
    known = {entry.row: entry for entry in entries}
    exams = {name: exam_digest(workspace) for name, workspace in workspaces.items()}
    derived: dict[Path, list[Derived]] = defaultdict(list)
    others: dict[str, int] = defaultdict(int)
    problems: list[str] = []
    for row, examined in examinations(gradebook):
        if row not in known:
            continue
        entry, name = known[row], known[row].handed_in.assignment
        if name not in workspaces:
            problems.append(f"{entry.out / entry.handed_in.hand_in.key}: this course has no assignment {name!r}")
            continue
        others[name] += examined.content.parts["exam"] != exams[name]
        try:
            graded = derive(workspaces[name], entry.handed_in, examined)
            derived[entry.out].append(derived_of(workspaces[name], graded, examined.content))
        except StoredError as error:
            problems.append(str(error))
    return _differences(entries, derived, {name: count for name, count in others.items() if count}, problems)


def _differences(
    entries: Sequence[Entry],
    derived: Mapping[Path, Sequence[Derived]],
    other_exam: Mapping[str, int],
    problems: Sequence[str],
) -> Differences:
    found = []
    for out, some in derived.items():  # keys are unique in one folder of results
        given = {e.handed_in.hand_in.key: e.given for e in entries if e.out == out and e.given is not None}
        found.append(compare(given, some))
    return Differences(
        changed=tuple(change for each in found for change in each.changed),
        reworded=tuple(change for each in found for change in each.reworded),
        same=sum(len(each.same) for each in found),
        new=tuple(new for each in found for new in each.new),
        other_exam=other_exam,
        problems=tuple(problems),
    )
