"""Which of a student's attempts counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from autograder.policy.wording import show
from autograder.records import Grade


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One of several hand-ins of a student for an assignment, graded with what its lateness costs.

    Attributes:
        key: the hand-in's.
        submitted_at: zone-aware, or None where unknown.
        grade: None where it is held: a fault of ours.
        active: whether it is the one that the student chose on Gradescope.
    """

    key: str
    submitted_at: datetime | None
    grade: Grade | None
    active: bool = False


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The attempt that counts, and why, in one line."""

    attempt: Attempt
    explanation: str


def which_counts(attempts: Sequence[Attempt], rule: Literal["last", "active", "best"]) -> Counted:
    """The attempt that counts, whatever order they come in.

    ``last``: the one handed in last. ``active``: the one that the student chose. ``best``: the one with the most points
    after its penalty, of several the earliest; while one is held, nobody knows which that is, and the held one counts:
    its grade is open until it is graded.

    Raises:
        ValueError: no attempts, two with one key, not exactly one that is active, or, for ``last`` of several, a
            time that is unknown or without a zone.
    """
    if not attempts or len({attempt.key for attempt in attempts}) < len(attempts):
        raise ValueError(f"expected attempts with different keys, got {[attempt.key for attempt in attempts]}")
    chosen = {"last": _last, "active": _active, "best": _best}[rule](attempts)
    return Counted(attempt=chosen, explanation=_explanation(chosen, attempts, rule))


def _last(attempts: Sequence[Attempt]) -> Attempt:
    if len(attempts) == 1:
        return attempts[0]
    for attempt in attempts:
        if attempt.submitted_at is None or attempt.submitted_at.utcoffset() is None:
            raise ValueError(f"{attempt.key}: expected the time of each attempt, with its zone: the last one counts")
    return max(attempts, key=_when)


def _active(attempts: Sequence[Attempt]) -> Attempt:
    active = [attempt for attempt in attempts if attempt.active]
    if len(active) != 1:
        raise ValueError(f"expected one active attempt, got {[attempt.key for attempt in active]}")
    return active[0]


def _best(attempts: Sequence[Attempt]) -> Attempt:
    in_order = sorted(attempts, key=_when)
    held = [attempt for attempt in in_order if attempt.grade is None]
    return held[0] if held else max(in_order, key=_points)  # the first of those with the most points


def _when(attempt: Attempt) -> tuple[datetime, str]:
    moment = attempt.submitted_at
    known = moment is not None and moment.utcoffset() is not None
    return (moment.astimezone(UTC) if moment and known else datetime.max.replace(tzinfo=UTC), attempt.key)


def _points(attempt: Attempt) -> float:
    return attempt.grade.points if attempt.grade else 0.0


def _explanation(chosen: Attempt, attempts: Sequence[Attempt], rule: str) -> str:
    """``best of 3 attempts: submission_7 with 85.00; submission_4 59.50, submission_9 0.00``."""
    if len(attempts) == 1:
        return f"the only attempt: {_named(chosen)}"
    if rule == "best" and chosen.grade is None:
        return f"{chosen.key} could not be graded yet, so nobody knows which of {len(attempts)} attempts is the best"
    others = ", ".join(_named(each) for each in sorted(attempts, key=_when) if each != chosen)
    return f"{rule} of {len(attempts)} attempts: {_named(chosen)}; others: {others}"


def _named(attempt: Attempt) -> str:
    return f"{attempt.key} {show(attempt.grade.points) if attempt.grade else 'held'}"
