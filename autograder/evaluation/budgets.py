"""What a network may cost; what goes beyond fails with both numbers, which the student may read."""

from __future__ import annotations

from autograder.records import Outcome
from autograder.sandbox.base import CandidateFailure


def require_within(what: str, found: float, budget: float | None, unit: str = "") -> None:
    """Raise `CandidateFailure` if `found` is more than `budget`.

    Args:
        what: what was measured, such as ``parameters``.
        budget: None: there is none.
        unit: of both, such as `` s``.
    """
    if budget is not None and not found <= budget:
        text = f"{what}: expected at most {_shown(budget)}{unit}, found {_shown(found, digits=2)}{unit}"
        raise CandidateFailure(Outcome.FAILED, text, text)


def _shown(value: float, digits: int = 4) -> str:
    """Of what was measured few digits: who sleeps for so and so long could tell of hidden images in the others."""
    return f"{value:,}" if isinstance(value, int) else f"{value:.{digits}g}"
