"""What was given beside what would be given now, after a policy, an extension or the points have changed."""

from __future__ import annotations

from collections import Counter, defaultdict
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
        other_exam: how many hand-ins of which assignment were examined with another exam than there is now: what they
            would get with this one is not known.
        unexamined: how many with a grade have no examination of what is there now: a run that was to make it stopped.
        problems: what keeps grades from being derived.
    """

    changed: tuple[Change, ...]
    reworded: tuple[Change, ...]
    same: int
    new: tuple[Derived, ...]
    other_exam: Mapping[str, int]
    unexamined: Mapping[str, int]
    problems: tuple[str, ...]

    @property
    def compared(self) -> int:
        """How many grades follow from an examination, whichever exam it was."""
        return len(self.changed) + len(self.reworded) + self.same + len(self.new)

    @property
    def is_settled(self) -> bool:
        """Whether all that was given is what follows now."""
        return not (self.changed or self.other_exam or self.unexamined)


def differences(gradebook: Gradebook, entries: Sequence[Entry], workspaces: Mapping[str, Workspace]) -> Differences:
    """Derive the grade of each of `entries` that is examined, and compare it with what was given; no code is run.

    Args:
        workspaces: by the name of the assignment.
    """
    known = {entry.row: entry for entry in entries}
    exams = {name: exam_digest(workspace) for name, workspace in workspaces.items()}
    derived: dict[Path, list[Derived]] = defaultdict(list)
    others = Counter[str]()
    problems: list[str] = []
    for row, examined in examinations(gradebook):
        if row not in known:
            continue
        entry, name = known[row], known[row].handed_in.assignment
        if name not in workspaces:
            problems.append(f"{entry.out / entry.handed_in.hand_in.key}: this course has no assignment {name!r}")
            continue
        is_other = examined.content.parts["exam"] != exams[name]
        others[name] += is_other
        try:
            graded = derive(workspaces[name], entry.handed_in, examined)
            derived[entry.out].append(derived_of(workspaces[name], graded, examined.content))
        except StoredError as error:
            if not is_other:  # of another exam, all are as this one: they are counted
                problems.append(str(error))
    return _differences(entries, derived, +others, problems)


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
        unexamined=Counter(e.handed_in.assignment for e in entries if e.given is not None and not e.is_examined),
        problems=tuple(problems),
    )
