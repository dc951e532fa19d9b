"""``[late]`` in ``assignment.toml``: what late work costs. docs/late.md has examples; `policy` reckons with it.

No table can say that late work gains: shares are of 0 to 1, what is lost is more than 0, and later steps keep no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from autograder.tables import Duration, Table, nearest, parse_table

Share = Annotated[float, Field(ge=0, le=1)]
Base = Literal["earned", "possible"]


class LateStep(Table):
    """Up to and including `until` after the deadline, `keep` of the points earned stay."""

    until: Duration
    keep: Share


class LatePer(Table):
    """Every started period costs the same.

    Attributes:
        every: length of a period, in time that really passes: a day that the clocks make 23 h long counts as 24 h.
        percent: lost for each period, of the points `of` names; or
        points: lost for each period.
    """

    every: Duration
    percent: float | None = Field(default=None, ge=1e-6, le=100)
    points: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    of: Base | None = None

    @model_validator(mode="after")
    def _either(self) -> LatePer:
        if (self.percent is None) == (self.points is None):
            raise ValueError("expected either percent or points for each period")
        if self.points is not None and self.of is not None:
            raise ValueError(f"of = {self.of!r} says what percent are of, and belongs to no points")
        return self


class LateLinear(Table):
    """The share that stays falls in a straight line from 1 at the deadline to `keep` at `until`, and is `keep` then."""

    until: Duration
    keep: Share = 0.0

    @field_validator("until")
    @classmethod
    def _is_a_line(cls, until: timedelta) -> timedelta:
        if until < timedelta(seconds=1):  # lateness is told and reckoned in started seconds
            raise ValueError(f"expected a second or more, found {until}")
        return until


class LateFloor(Table):
    """Late work keeps at least this share of the points that `of` names, but never more than it earned."""

    keep: Share
    of: Base = "earned"


class Late(Table):
    """What late work costs: at most one of `steps`, `per` and `linear`, and what limits it.

    Attributes:
        steps: a fixed share stays within each period; nothing after the last.
        per: every started period costs the same.
        linear: the share that stays falls in a straight line.
        cap: late work gets at most this share of the possible points.
        floor: late work keeps at least this much, up to the cut-off.
        cut_off: what is later than this gets nothing.
        grace: what is late by no more than this is on time; what is later counts from the deadline.
        questions: only their points are touched; empty for all.
        group: whose deadline holds for a group whose members have different ones: the latest, the earliest, or for each
            member their own, so that one hand-in gives several grades.
    """

    steps: tuple[LateStep, ...] | None = Field(default=None, min_length=1, strict=False)
    per: LatePer | None = None
    linear: LateLinear | None = None
    cap: Share | None = None
    floor: LateFloor | None = None
    cut_off: Duration | None = None
    grace: Duration | None = None
    questions: tuple[str, ...] = Field(default=(), strict=False)
    group: Literal["latest", "earliest", "own"] = "latest"

    @model_validator(mode="after")
    def _later_never_pays(self) -> Late:
        for earlier, later in pairwise(self.steps or ()):
            if later.until <= earlier.until:
                raise ValueError(f"steps must grow: {later.until} comes after {earlier.until}")
            if later.keep > earlier.keep:
                raise ValueError(f"later must not pay more: keep {later.keep} after {earlier.keep}")
        return self

    @model_validator(mode="after")
    def _says_one_thing(self) -> Late:
        said = [name for name in ("steps", "per", "linear") if getattr(self, name) is not None]
        if len(said) > 1:
            raise ValueError(f"expected one of steps, per and linear, found {' and '.join(said)}")
        if not said and self.cap is None and self.cut_off is None:
            raise ValueError("expected what late work costs: steps, per, linear, cap or cut_off")
        if self.floor and self.cap is not None and self.floor.keep > self.cap:
            raise ValueError(f"floor.keep {self.floor.keep} is more than cap {self.cap}")
        if self.cut_off and self.grace and self.grace >= self.cut_off:
            raise ValueError(f"grace of {self.grace} leaves nothing before cut_off, {self.cut_off}")
        return self


class _Alone(Table):
    late: Late


def late_of(text: str, where: str) -> Late:
    """What stands in ``[late]``, written on one line with commas; raises `ConfigError` that names `where` it stands."""
    return parse_table(f"late = {{{text}}}", where, _Alone).late


def require_known_questions(late: Late | None, questions: Sequence[str]) -> None:
    """Raise `ValueError` where a late policy is about a question that does not exist, or about one twice."""
    for number, name in enumerate(late.questions if late else ()):
        if name not in questions:
            found = nearest(name, questions) or f"; expected one of {', '.join(questions)}"
            raise ValueError(f"late.questions: there is no question {name!r}{found}")
        if late and name in late.questions[:number]:
            raise ValueError(f"late.questions: {name!r} is there twice")
