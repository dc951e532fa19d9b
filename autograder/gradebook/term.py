"""A term: the grades of all assignments together, with gates and with slip days where they give the most points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from autograder.gradebook.derive import Derived
from autograder.gradebook.gates import Gates
from autograder.gradebook.standings import Place
from autograder.policy.compose import policy_of
from autograder.policy.points import total
from autograder.policy.slip import LatePart, SlipDays
from autograder.records import Grade, Student
from autograder.term_table import Slip
from autograder.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Term:
    """One student's term.

    Attributes:
        places: of the student, by assignment; their grades are those that gates and slip days leave.
        explanation: where slip days went, in one line; "" where the course has none.
        weights: what a point of an assignment is worth in the total, where that is not 1.
    """

    student: Student
    places: Mapping[str, Place]
    explanation: str
    weights: Mapping[str, float] = field(default_factory=dict)

    @property
    def points(self) -> float | None:
        """All that was given, of every assignment; None where there is nothing yet that could be added up.

        Who handed in nothing gets nothing for it; what is held or excused is no zero.
        """
        grades = {name: place.standing.grade for name, place in self.places.items()}
        worth = [grade.points * self.weights.get(name, 1.0) for name, grade in grades.items() if grade is not None]
        counts = worth or any(place.standing.status == "missing" for place in self.places.values())
        return total(worth) if counts else None

    @property
    def held(self) -> tuple[str, ...]:
        """The assignments without which nobody knows the total."""
        return tuple(name for name, place in self.places.items() if place.standing.status == "held")


def terms(places: Sequence[Place], gates: Gates, slip: Slip | None, where: str) -> tuple[Term, ...]:
    """The term of each student, in the order of `places`.

    It follows from the scores and times of the grades given, and from the policies as they are now.

    Args:
        gates: of the course, over all of `places`.
        where: the file that `slip` stands in.

    Raises:
        ConfigError: slip days are about an assignment that does not exist.
    """
    if slip is not None:
        slip.require_known(gates.workspaces, where)
    of: dict[Student, dict[str, Place]] = defaultdict(dict)
    for place in places:
        of[place.standing.student][place.standing.assignment] = place
    return tuple(_term(student, own, gates, slip) for student, own in of.items())


def _term(student: Student, own: Mapping[str, Place], gates: Gates, slip: Slip | None) -> Term:
    closed = gates.closed(student, own)
    if slip is None:
        return Term(student=student, places=gates.told(student, {**own, **closed}, closed), explanation="")
    days = SlipDays(budget=slip.budget, unit=slip.unit, at_most=slip.at_most, not_on=frozenset(slip.not_on))
    parts = [
        _part(place, gates.workspaces[name], slip)
        for name, place in own.items()
        if name in gates.workspaces and name not in closed and place.standing.status == "graded"
    ]
    spending = days.spend(parts)
    served = {name: _served(own[name], grade) for name, grade in spending.grades.items() if spending.spent[name]}
    found = gates.told(student, {**own, **closed, **served}, closed)
    return Term(student=student, places=found, explanation=spending.explanation, weights=slip.weights)


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
