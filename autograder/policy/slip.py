"""Slip days: late days without a penalty that students have over a term, spent where they give the most points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from autograder.assignment import Assignment
from autograder.policy.base import ON_TIME, LatePolicy, late
from autograder.policy.points import exactly
from autograder.policy.wording import duration, format_late, show
from autograder.records import Grade, Score
from autograder.term_table import Slip

_NAMES = {timedelta(days=1): ("slip day", "slip days"), timedelta(hours=1): ("slip hour", "slip hours")}


@dataclass(frozen=True, kw_only=True)
class LatePart:
    """What a student handed in for one assignment of the term.

    Attributes:
        name: of the assignment.
        attempts: score and lateness of each that may count; the best after the penalty does. One, where the last or
            the active attempt counts.
        policy: the assignment's late policy.
        weight: what one of its points is worth in the student's total.
    """

    name: str
    attempts: tuple[tuple[Score, timedelta], ...]
    policy: LatePolicy
    weight: float = 1.0

    def __post_init__(self) -> None:
        if not self.attempts:
            raise ValueError(f"{self.name}: expected at least one attempt")
        if not 0.0 <= self.weight < float("inf"):
            raise ValueError(f"{self.name}: expected a weight from 0 on, got {self.weight!r}")


@dataclass(frozen=True, kw_only=True)
class Spending:
    """Where slip days went.

    Attributes:
        spent: part → slip days, also for parts without any.
        grades: part → the grade with them; `late_by` stays what it was.
        explanation: in one line that a student can check.
    """

    spent: Mapping[str, int]
    grades: Mapping[str, Grade]
    explanation: str


@dataclass(frozen=True, kw_only=True)
class SlipDays:
    """A budget for the term. Each slip day moves the deadline of one part by `unit` of real time, and none is split.

    `spend` finds the spending with the most points in total, of several the one of the fewest slip days, and of these
    the one that serves parts in the order of their names. It looks at scores and times only, so it is to be asked anew
    whenever a score changes.

    Attributes:
        budget: slip days of the student.
        unit: a day, an hour, …
        at_most: for one part; None: all of them.
        not_on: parts that they may not touch.

    Raises:
        ValueError: a negative budget, or a unit that is no time.
    """

    budget: int
    unit: timedelta = timedelta(days=1)
    at_most: int | None = None
    not_on: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.budget < 0 or (self.at_most is not None and self.at_most < 0):
            raise ValueError(f"expected a budget from 0 on, got {self.budget}, at most {self.at_most} for one part")
        if self.unit <= ON_TIME:
            raise ValueError(f"expected a unit longer than nothing, got {self.unit}")

    def spend(self, parts: Sequence[LatePart]) -> Spending:
        """The best spending over `parts`, whatever order they come in.

        Parts that the student is excused from, or that a closed gate keeps from being graded, are to be left out.

        Raises:
            ValueError: two parts have one name.
        """
        by_name = sorted(parts, key=lambda part: part.name)
        if len({part.name for part in parts}) < len(parts):
            raise ValueError(f"expected parts with different names, got {[part.name for part in by_name]}")
        choices = [self._choices(part) for part in by_name]
        spent = dict(zip([part.name for part in by_name], _best(choices, self.budget), strict=True))
        grades = {part.name: self._grade(part, spent[part.name]) for part in by_name}
        return Spending(spent=spent, grades=grades, explanation=self._explanation(by_name, spent, grades))

    def _choices(self, part: LatePart) -> list[tuple[int, Decimal]]:
        """Numbers of slip days that give more than fewer do, and the points that they give."""
        choices: list[tuple[int, Decimal]] = []
        for days in range(self._most(part) + 1):
            points = exactly(self._best_attempt(part, days)[1].points) * exactly(part.weight)
            if not choices or points > choices[-1][1]:
                choices.append((days, points))
        return choices

    def _most(self, part: LatePart) -> int:
        """As many as it takes to be on time, or as are allowed."""
        if part.name in self.not_on:
            return 0
        needed = -(-max(late_by for _, late_by in part.attempts) // self.unit)
        return min(needed, self.budget, self.budget if self.at_most is None else self.at_most)

    def _best_attempt(self, part: LatePart, days: int) -> tuple[timedelta, Grade]:
        """How late the attempt that counts really is, and its grade with `days`."""
        graded = [
            (late_by, part.policy.apply(score, max(ON_TIME, late_by - days * self.unit)))
            for score, late_by in part.attempts
        ]
        return max(graded, key=lambda each: (each[1].points, -each[0]))

    def _grade(self, part: LatePart, days: int) -> Grade:
        late_by, grade = self._best_attempt(part, days)
        if not days:
            return grade
        explanation = f"{late(late_by)}, {self._count(days)}: {grade.explanation}"
        return replace(grade, late_by=late_by, explanation=explanation)

    def _explanation(self, parts: Sequence[LatePart], spent: Mapping[str, int], grades: Mapping[str, Grade]) -> str:
        """``2 of 5 slip days: 2 on hw1 (26 h late → on time, 85.00 instead of 59.50); 25.50 more in total, …``."""
        served = [part for part in parts if spent[part.name]]
        if not served:
            return f"0 of {self._count(self.budget)}: none would give a point more"
        told, gained = [], Decimal(0)
        for part in served:
            before, after = self._best_attempt(part, 0)[1].points, grades[part.name].points
            gained += exactly(part.weight) * (exactly(after) - exactly(before))
            late_by = grades[part.name].late_by or ON_TIME
            left = format_late(max(ON_TIME, late_by - spent[part.name] * self.unit))
            told.append(
                f"{spent[part.name]} on {part.name} ({late(late_by)} → {left}, {show(after)} instead of {show(before)})"
            )
        total = f"{show(float(gained))} more in total, the most they can give"
        return f"{sum(spent.values())} of {self._count(self.budget)}: {', '.join(told)}; {total}"

    def _count(self, days: int) -> str:
        return _counted(days, self.unit)


def _best(choices: Sequence[Sequence[tuple[int, Decimal]]], budget: int) -> tuple[int, ...]:
    """One choice of each part such that they cost no more than `budget` and give the most points: a dynamic programme.

    After each part it holds, for every number of slip days spent so far, the most points and how they are had.
    """
    best: dict[int, tuple[Decimal, tuple[int, ...]]] = {0: (Decimal(0), ())}
    for of_part in choices:
        longer: dict[int, tuple[Decimal, tuple[int, ...]]] = {}
        for used, (points, spent) in best.items():
            for days, more in of_part:
                total = (points + more, (*spent, days))
                if used + days <= budget and total > longer.get(used + days, (Decimal(-1), ())):
                    longer[used + days] = total
        best = longer
    used = max(best, key=lambda used: (best[used][0], -used))
    return best[used][1]


def said_of(slip: Slip | None, assignment: Assignment) -> str:
    """What whoever reads of one assignment alone is to know of slip days, in one line; "" where they cannot serve it.

    They cannot where lateness costs nothing, either.
    """
    if slip is None or assignment.late is None or assignment.due is None or not _may_serve(slip, assignment.name):
        return ""
    most = slip.budget if slip.at_most is None else min(slip.budget, slip.at_most)
    limit = f", at most {most} for one assignment" if most < slip.budget else ""
    return (
        f"Each student has {_counted(slip.budget, slip.unit)} over the term{limit}: each moves the deadline "
        f"by {duration(slip.unit)}. They are not reckoned here; where the term is graded, they are spent where they "
        "give the most points."
    )


def _counted(days: int, unit: timedelta) -> str:
    length = duration(unit)
    one, several = _NAMES.get(unit, (f"slip of {length}", f"slips of {length}"))
    return f"{days} {one if days == 1 else several}"


def _may_serve(slip: Slip, name: str) -> bool:
    return slip.budget > 0 and slip.at_most != 0 and name not in slip.not_on
