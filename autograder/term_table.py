"""What is said over several assignments: ``[slip]`` in ``course.toml``, ``[[gates]]`` in ``assignment.toml``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Annotated

from pydantic import Field, field_validator

from autograder.errors import ConfigError
from autograder.tables import Duration, Table, nearest

Points = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Slip(Table):
    """Late days without a penalty that each student has over the term; see `policy.slip`.

    Attributes:
        budget: how many of them.
        unit: how far one of them moves a deadline.
        at_most: for one assignment; default: all of them.
        not_on: assignments that they may not touch.
        weights: what a point of an assignment is worth in a student's total, where that is not 1.
    """

    budget: int = Field(ge=0, le=10_000)
    unit: Duration = timedelta(days=1)
    at_most: int | None = Field(default=None, ge=0)
    not_on: tuple[str, ...] = Field(default=(), strict=False)
    weights: Mapping[str, Points] = Field(default_factory=dict)

    @field_validator("unit")
    @classmethod
    def _is_no_moment(cls, unit: timedelta) -> timedelta:
        if unit < timedelta(minutes=1):
            raise ValueError(f"expected a minute or more, found {unit}")
        return unit

    def require_known(self, assignments: Collection[str], where: str) -> None:
        """Raise `ConfigError` that names `where` it stands, if it is about an assignment that does not exist."""
        for key, names in (("not_on", self.not_on), ("weights", tuple(self.weights))):
            for name in names:
                require_known(name, assignments, f"{where}: slip.{key}")


class NeededPart(Table):
    """The assignment is not graded unless the assignment `needs` was handed in, with at least `points`."""

    needs: str
    points: Points = 0.0


def require_known(name: str, assignments: Collection[str], where: str) -> None:
    """Raise `ConfigError` that names `where` it stands, if there is no assignment of that name."""
    if name not in assignments:
        found = nearest(name, assignments) or f"; this course has: {', '.join(sorted(assignments)) or 'none'}"
        raise ConfigError(f"{where}: there is no assignment {name!r}{found}")
