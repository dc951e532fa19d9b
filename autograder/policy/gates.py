"""Parts that are graded only where another part is there: "projects with no proposal won't be graded"."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from autograder.policy.wording import show
from autograder.records import Grade


@dataclass(frozen=True, kw_only=True)
class Gate:
    """Nothing is given unless the part `needs` was handed in, with at least `points`.

    Attributes:
        needs: name of an assignment.
        points: as it was graded; 0: to hand in is enough.

    Raises:
        ValueError: points of less than 0.
    """

    needs: str
    points: float = 0.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.points < float("inf"):
            raise ValueError(f"expected points from 0 on, got {self.points!r}")

    def apply(self, grade: Grade, given: Mapping[str, float], excused: Collection[str] = ()) -> Grade:
        """`grade`, or no points where the gate is closed.

        Args:
            given: points of each part that the student handed in.
            excused: parts that the student need not hand in: they close no gate.
        """
        if self.needs in excused or given.get(self.needs, -1.0) >= self.points:
            return grade
        found = f"{show(given[self.needs])} points" if self.needs in given else "nothing handed in"
        expected = f"expected {show(self.points)} or more" if self.points else "a hand-in is needed"
        why = f"not graded: {self.needs}: {found}, {expected}: 0 points"
        return replace(grade, points=0.0, explanation=why)
