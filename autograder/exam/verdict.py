"""From what a check raised to how it ended. What is not the student's is a fault of ours."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

from autograder.assignment import Question
from autograder.errors import ExamFault
from autograder.exam.compare import Mismatch
from autograder.exam.curves import in_words, points_of
from autograder.records import Check, CheckResult, Outcome
from autograder.sandbox.base import CandidateFailure

_RUNNER = {"_pytest", "pluggy"}
_MAX_DETAIL = 20_000  # characters of a traceback of ours


@dataclass
class Award:
    """Partial credit that a check gives: ``award(0.6, "accuracy 0.61; full credit from 0.75")``.

    Attributes:
        question: whose check it is, for `measured`.
        told: what the student reads of it also where the check is hidden.
    """

    question: Question | None = None
    share: float | None = None
    reason: str = ""
    told: str = ""

    def __call__(self, share: float, reason: str = "") -> None:
        """Give `share` of the check, in [0, 1]; the last word counts."""
        if not 0.0 <= share <= 1.0:
            raise ValueError(f"expected a share in [0, 1], got {share!r}")
        self.share, self.reason, self.told = float(share), reason, ""

    def measured(self, value: float, metric: str) -> None:
        """Give what the curve of the question has for `value` of `metric`; the student reads both, and the curve.

        Raises:
            ExamFault: the question has no curve.
            Mismatch: the value is not a number.
        """
        question = self.question
        if question is None or question.curve is None:
            raise ExamFault(f"{metric} earns nothing by itself: the question needs a curve in assignment.toml")
        points = points_of(question.curve, value, question.curve_kind)
        curve = in_words(question.curve, question.curve_kind)
        told = f"{metric} {value:.4f}: {points:.4g} of {question.points:g} points ({curve})"
        self(points / question.points, told)
        self.told = told


class BrokenRule(Exception):
    """The source of the submission breaks a rule of the assignment; the text says which and where."""


class MissingFile(CandidateFailure):
    """The file that a check is about is not there; the text says why, and holds nothing hidden."""

    def __init__(self, why: str) -> None:
        super().__init__(Outcome.FAILED, why, told=why)


def verdict(check: Check, raised: BaseException | None, award: Award, seconds: float, printed: str) -> CheckResult:
    """How the check ended."""
    outcome, message, detail, credit = _ending(raised, award)
    if printed and not detail:
        detail = f"printed:\n{printed}"
    told = raised.told if isinstance(raised, CandidateFailure) else "" if raised is not None else award.told
    return CheckResult(
        check=check,
        outcome=outcome,
        message=message,
        detail=detail,
        credit=credit,
        seconds=round(seconds, 4),
        told=told,
        ran=not isinstance(raised, MissingFile),
    )


def _ending(raised: BaseException | None, award: Award) -> tuple[Outcome, str, str, float]:
    match raised:
        case None:
            share = 1.0 if award.share is None else award.share
            return (Outcome.PASSED if share == 1.0 else Outcome.FAILED), award.reason, "", share
        case CandidateFailure():
            return raised.outcome, raised.message, "", 0.0
        case BrokenRule():
            return Outcome.NOT_ALLOWED, str(raised), "", 0.0
        case Mismatch() | AssertionError():
            return Outcome.FAILED, str(raised) or "the answer is wrong", "", 0.0
        case _:
            return Outcome.FAULT, f"{type(raised).__name__}: {raised}", _trace(raised), 0.0


def _trace(raised: BaseException) -> str:
    """The traceback without pytest's own frames, which say nothing about the check."""
    told = traceback.TracebackException.from_exception(raised)
    told.stack = traceback.StackSummary.from_list([f for f in told.stack if not _RUNNER & set(Path(f.filename).parts)])
    return "".join(told.format())[-_MAX_DETAIL:]


def not_run(check: Check, why: str) -> CheckResult:
    """The result that stands until a check has run: a fault, because silence is never a zero."""
    return CheckResult(check=check, outcome=Outcome.FAULT, message=why, ran=False)
