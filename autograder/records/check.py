"""What an exam asks and what it found out, and what stood between a candidate and the grader meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Outcome(Enum):
    """How a check ended. Only `FAULT` is ours to fix."""

    PASSED = "passed"
    FAILED = "failed"  # ran, wrong answer
    CRASHED = "crashed"  # student code raised, or its process died
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "out of memory"
    NOT_ALLOWED = "not allowed"  # a rule of the assignment was broken
    FAULT = "grader fault"  # never a zero: held for staff


class Visibility(Enum):
    """Who may see what a check says: students (public) or staff (hidden)."""

    PUBLIC = "public"
    HIDDEN = "hidden"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One test of an exam.

    Attributes:
        id: unique within the exam, stable across runs: ``conv2d_forward/test_matches_torch``.
        question: name of the question it belongs to.
        title: what it looks at, in a few words.
        visibility: whether its message may reach the student.
        hint: what a student sees of a hidden check that did not pass, after how it ended.
        runs: whether it tells how far someone is; one that holds the hand-in to the rules does not.
    """

    id: str
    question: str
    title: str
    visibility: Visibility
    hint: str = ""
    runs: bool = True


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """How one check ended.

    Attributes:
        message: what happened, for whoever may see this check in full.
        detail: more for staff (a traceback of ours, what the candidate printed).
        credit: share of the check that was earned, in [0, 1].
        seconds: wall time of the check.
        flag: what staff should look into; it decides nothing, and no student sees it.
        told: what the student reads also where the check is hidden: nothing hidden is in it.
        ran: False where it never looked at the hand-in: a file is missing, or an earlier check timed out.
    """

    check: Check
    outcome: Outcome
    message: str = ""
    detail: str = ""
    credit: float = 0.0
    seconds: float = 0.0
    flag: str = ""
    told: str = ""
    ran: bool = True

    def __post_init__(self) -> None:
        if not 0.0 <= self.credit <= 1.0:
            raise ValueError(f"credit of {self.check.id}: expected a share in [0, 1], got {self.credit!r}")
        if self.outcome is Outcome.PASSED and self.credit != 1.0:
            raise ValueError(f"{self.check.id} passed, so its credit is 1, not {self.credit!r}")


@dataclass(frozen=True, kw_only=True)
class Isolation:
    """What stood between a candidate and the grader, as probed, not as hoped.

    Attributes:
        backend: ``linux`` or ``portable``.
        layers: the layers that are on, in the order they are applied.
        missing: layer → why it is off.
    """

    backend: str
    layers: tuple[str, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)


FIGURE = "network_{}.png"
"""The name of a figure of `Evidence`: the network's, and a number from the second on."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What staff may want to see of a network that was evaluated.

    Attributes:
        facts: what JSON has, for ``extra_data``; no image and no label.
        figures: file name → PNG, to lie beside the results: hidden images are in them.
    """

    facts: Mapping[str, object]
    figures: Mapping[str, bytes] = field(default_factory=dict)
