"""Grade one hand-in: the stages in order, nothing else."""

from __future__ import annotations

import time
import traceback
from collections.abc import Sequence

from autograder import policy
from autograder.exam.session import Exam, Tell
from autograder.exam.verdict import not_run
from autograder.records import (
    Check,
    CheckResult,
    Evidence,
    Graded,
    HandIn,
    Isolation,
    Outcome,
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
    graded = Graded(
        hand_in=submission.hand_in,
        results=results,
        score=None,
        grade=None,
        isolation=sandbox.isolation,
        notes=submission.notes,
        seconds=round(time.monotonic() - started, 3),
        evidence=found,
    )
    return policy.with_grade(workspace, graded)


def grade_unreadable(workspace: Workspace, checks: Sequence[Check], unreadable: Unreadable) -> Graded:
    """A hand-in that cannot be read earns nothing, and says why."""
    why = unreadable.reason
    results = tuple(
        CheckResult(check=check, outcome=Outcome.FAILED, message=why, told=why, ran=False) for check in checks
    )
    graded = Graded(
        hand_in=unreadable.hand_in,
        results=results,
        score=None,
        grade=None,
        isolation=Isolation(backend="none"),
        reason=why,
    )
    return policy.with_grade(workspace, graded)


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


def _evidence(exam: Exam) -> tuple[Evidence, ...]:
    """What staff may want to see of the networks that were evaluated; without any, torch is not loaded."""
    if not exam.evaluations:
        return ()
    from autograder.evaluation.evidence import evidence

    return evidence(exam.evaluations)
