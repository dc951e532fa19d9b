"""Gates over a term: what they close, and what nobody can decide yet, which closes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.gradebook.standings import Place
from autograder.policy.gates import Gate
from autograder.policy.wording import show
from autograder.records import Student
from autograder.term_table import NeededPart, require_known
from autograder.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Gates:
    """The gates of a course, over what its gradebook knows.

    Attributes:
        workspaces: of every assignment of the course.
        graded: assignments that somebody has a grade for; a gate that needs another one is open.
        unread: assignments of which some hand-ins cannot be read: whose there is none may have handed in all the same.
    """

    workspaces: Mapping[str, Workspace]
    graded: frozenset[str]
    unread: frozenset[str] = frozenset()

    @classmethod
    def of(cls, places: Sequence[Place], workspaces: Mapping[str, Workspace], unread: Collection[str]) -> Gates:
        """Those of the course; raises `ConfigError` where one is about an assignment that does not exist."""
        for workspace in workspaces.values():
            for gate in workspace.assignment.gates:
                require_known(gate.needs, workspaces, f"assignment.toml of {workspace.assignment.name}: gates")
        graded = frozenset(place.standing.assignment for place in places if place.standing.grade is not None)
        return cls(workspaces=workspaces, graded=graded, unread=frozenset(unread))

    @property
    def open_for_all(self) -> tuple[str, ...]:
        """A line for each gate before which somebody stands with a grade, and which nobody can decide."""
        return tuple(
            f"the gate of {name} is open, and takes nobody's points: it needs {needed.needs}{_at_least(needed)}, for "
            f"which nobody has a grade here. Grade {needed.needs}, or name its folder of results, too"
            for name, workspace in self.workspaces.items()
            for needed in workspace.assignment.gates
            if name in self.graded and needed.needs not in self.graded
        )

    def closed(self, student: Student, own: Mapping[str, Place]) -> dict[str, Place]:
        """The places of the student that a gate keeps from being graded."""
        given = {name: place.standing.grade.points for name, place in own.items() if place.standing.grade is not None}
        open_anyway = self._excused(student, own)
        closed = {}
        for name, needed in self._before(own):
            place, grade = own[name], own[name].standing.grade
            if grade is None or self._undecided(needed.needs, own):
                continue
            after = Gate(needs=needed.needs, points=needed.points).apply(grade, given, open_anyway)
            if after != grade:
                closed[name] = replace(
                    place, standing=replace(place.standing, grade=after), explanation=after.explanation
                )
        return closed

    def told(self, student: Student, places: Mapping[str, Place], closed: Collection[str]) -> dict[str, Place]:
        """`places`, with what is not decided in the explanations of grades that a gate may still take.

        Args:
            closed: names of places that have nothing left to take.
        """
        found, excused = dict(places), self._excused(student, places)
        for name, needed in self._before(places):
            why = "" if needed.needs in excused else self._undecided(needed.needs, places)
            if why and name not in closed and places[name].standing.grade is not None:
                found[name] = _with(found[name], f"the gate is open: {needed.needs}: {why}")
        return found

    def _before(self, own: Mapping[str, Place]) -> Iterator[tuple[str, NeededPart]]:
        """What the student has, with each of its gates."""
        known = (name for name in own if name in self.workspaces)
        return ((name, needed) for name in known for needed in self.workspaces[name].assignment.gates)

    def _excused(self, student: Student, own: Mapping[str, Place]) -> set[str]:
        excused = {name for name, place in own.items() if place.standing.status == "excused"}
        return excused | {name for name, each in self.workspaces.items() if each.extensions.excuses(student)}

    def _undecided(self, needs: str, own: Mapping[str, Place]) -> str:
        """Why nobody knows whether the student has what is needed; "" where that is known."""
        status = own[needs].standing.status if needs in own else "missing"
        if status == "held":  # it was handed in, and nobody knows its points: a fault of ours closes no gate
            return "held"
        if needs not in self.graded:
            return "nobody has a grade for it yet"
        return "some of its hand-ins cannot be read" if status == "missing" and needs in self.unread else ""


def _at_least(needed: NeededPart) -> str:
    return f" with {show(needed.points)} points or more" if needed.points else ""


def _with(place: Place, told: str) -> Place:
    """The place with one more sentence in its explanation, which exports have of the grade."""
    grade = place.standing.grade
    assert grade is not None
    standing = replace(place.standing, grade=replace(grade, explanation=f"{grade.explanation}; {told}"))
    return replace(place, standing=standing, explanation=f"{place.explanation}; {told}")
