"""Grade one hand-in: the stages in order, nothing else."""

from __future__ import annotations

import time
import traceback
from collections.abc import Sequence
from dataclasses import replace

from autograder import policy
from autograder.exam.session import Exam, Tell
from autograder.exam.verdict import not_run
from autograder.policy.score import score as score_of
from autograder.records import (
    Check,
    CheckResult,
    Evidence,
    Graded,
    HandIn,
    Isolation,
    Outcome,
    Score,
    Submission,
    Unreadable,
)
from autograder.sandbox.base import Sandbox
from autograder.workspace import Workspace


def grade(
    workspace: Workspace, exam: Exam, submission: Submission, sandbox: Sandbox, tell: Tell | None = None
) -> Graded:
    """Examine `submission`, and make points and a grade of the results; a fault of ours holds it.

    Args:
        tell: as of `Exam.examine`.
    """
    started = time.monotonic()
    try:
        results = exam.examine(submission, sandbox, tell)
        found = _evidence(exam)
    except Exception:
        return held(submission.hand_in, exam.checks, sandbox.isolation, traceback.format_exc())
    seconds = time.monotonic() - started
    graded = _graded(workspace, submission.hand_in, results, sandbox.isolation, submission.notes, seconds)
    return replace(graded, evidence=found)


def grade_unreadable(workspace: Workspace, checks: Sequence[Check], unreadable: Unreadable) -> Graded:
    """A hand-in that cannot be read earns nothing, and says why."""
    why = unreadable.reason
    results = tuple(
        CheckResult(check=check, outcome=Outcome.FAILED, message=why, told=why, ran=False) for check in checks
    )
    nowhere = Isolation(backend="none")
    return _graded(workspace, unreadable.hand_in, results, nowhere, (), 0.0, unreadable.reason)


def held(hand_in: HandIn, checks: Sequence[Check], isolation: Isolation, why: str) -> Graded:
    """What stands when we failed: every check a fault, no score, no grade."""
    return Graded(
        hand_in=hand_in,
        results=tuple(not_run(check, why) for check in checks),
        score=None,
        grade=None,
        isolation=isolation,
        reason=why,
    )


def _graded(
    workspace: Workspace,
    hand_in: HandIn,
    results: tuple[CheckResult, ...],
    isolation: Isolation,
    notes: tuple[str, ...],
    seconds: float,
    reason: str = "",
) -> Graded:
    score: Score | None = None
    grade = None
    if not any(result.outcome is Outcome.FAULT for result in results):
        score = score_of(workspace.assignment, results)
        grade = policy.grade(workspace.assignment, workspace.course, hand_in, score, workspace.extensions)
    return Graded(
        hand_in=hand_in,
        results=results,
        score=score,
        grade=grade,
        isolation=isolation,
        reason=reason,
        notes=notes,
        seconds=round(seconds, 3),
    )


def _evidence(exam: Exam) -> tuple[Evidence, ...]:
    """What staff may want to see of the networks that were evaluated; without any, torch is not loaded."""
    if not exam.evaluations:
        return ()
    from autograder.evaluation.evidence import evidence

    return evidence(exam.evaluations)
