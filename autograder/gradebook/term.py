"""A term: the grades of all assignments together, with gates and with slip days where they give the most points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from autograder.gradebook.derive import Derived
from autograder.gradebook.standings import Place
from autograder.policy.compose import policy_of
from autograder.policy.gates import Gate
from autograder.policy.points import total
from autograder.policy.slip import LatePart, SlipDays
from autograder.records import Grade, Student
from autograder.term_table import Slip, require_known
from autograder.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Term:
    """One student's term.

    Attributes:
        places: of the student, by assignment; their grades are those that gates and slip days leave.
        explanation: where slip days went, in one line; "" where the course has none.
    """

    student: Student
    places: Mapping[str, Place]
    explanation: str

    @property
    def points(self) -> float:
        """All that was given, of every assignment."""
        return total(place.standing.grade.points for place in self.places.values() if place.standing.grade)


def terms(
    places: Sequence[Place], workspaces: Mapping[str, Workspace], slip: Slip | None, where: str
) -> tuple[Term, ...]:
    """The term of each student, in the order of `places`.

    It follows from the scores and times of the grades given, and from the policies as they are now.

    Args:
        workspaces: of every assignment of the course.
        where: the file that `slip` stands in.

    Raises:
        ConfigError: slip days or a gate are about an assignment that does not exist.
    """
    if slip is not None:
        slip.require_known(workspaces, where)
    for workspace in workspaces.values():
        for gate in workspace.assignment.gates:
            require_known(gate.needs, workspaces, f"assignment.toml of {workspace.assignment.name}: gates")
    of: dict[Student, dict[str, Place]] = defaultdict(dict)
    for place in places:
        of[place.standing.student][place.standing.assignment] = place
    return tuple(_term(student, own, workspaces, slip) for student, own in of.items())


def _term(student: Student, own: Mapping[str, Place], workspaces: Mapping[str, Workspace], slip: Slip | None) -> Term:
    closed = _closed(student, own, workspaces)
    if slip is None:
        return Term(student=student, places={**own, **closed}, explanation="")
    days = SlipDays(budget=slip.budget, unit=slip.unit, at_most=slip.at_most, not_on=frozenset(slip.not_on))
    parts = [
        _part(place, workspaces[name], slip)
        for name, place in own.items()
        if name in workspaces and name not in closed and place.standing.status == "graded"
    ]
    spending = days.spend(parts)
    served = {name: _served(own[name], grade) for name, grade in spending.grades.items() if spending.spent[name]}
    return Term(student=student, places={**own, **closed, **served}, explanation=spending.explanation)


def _closed(student: Student, own: Mapping[str, Place], workspaces: Mapping[str, Workspace]) -> dict[str, Place]:
    """The places that a gate keeps from being graded."""
    given = {name: place.standing.grade.points for name, place in own.items() if place.standing.grade is not None}
    # what is held was handed in, and nobody knows its points: a fault of ours closes no gate
    open_anyway = {name for name, place in own.items() if place.standing.status in ("excused", "held")}
    open_anyway |= {name for name, workspace in workspaces.items() if workspace.extensions.excuses(student)}
    closed = {}
    for name, place in own.items():
        grade = place.standing.grade
        if grade is None or name not in workspaces:
            continue
        for needed in workspaces[name].assignment.gates:
            after = Gate(needs=needed.needs, points=needed.points).apply(grade, given, open_anyway)
            if after != grade:
                closed[name] = replace(
                    place, standing=replace(place.standing, grade=after), explanation=after.explanation
                )
    return closed


def _part(place: Place, workspace: Workspace, slip: Slip) -> LatePart:
    """What slip days may serve."""
    counting = _counting(place, workspace.assignment.attempts == "best")
    return LatePart(
        name=workspace.assignment.name,
        attempts=tuple((each.score, _late_by(each)) for each in counting),
        policy=policy_of(workspace.assignment.late),
        weight=slip.weights.get(workspace.assignment.name, 1.0),
    )


def _counting(place: Place, best: bool) -> list[Derived]:
    """The attempt that counts, or all of them where the best one after its penalty does."""
    counting = place.attempts if best else [place.counted]
    return [entry.given.derived for entry in counting if entry is not None and entry.given is not None]


def _late_by(derived: Derived) -> timedelta:
    return derived.grade.late_by or timedelta(0)


def _served(place: Place, grade: Grade) -> Place:
    """The place with the grade that slip days leave, of the attempt that it is the grade of."""
    same = [each for each in _counting(place, best=True) if _late_by(each) == grade.late_by]
    attempt = max(same, key=lambda each: each.score.earned)
    standing = replace(place.standing, hand_in=attempt.key, score=attempt.score, grade=grade)
    return replace(place, standing=standing, explanation=grade.explanation)
