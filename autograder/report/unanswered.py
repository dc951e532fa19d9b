"""Whether a check found nothing to look at: then there is nothing to say about what may be wrong with it."""

from __future__ import annotations

from autograder.records import CheckResult, Outcome


def is_unwritten(result: CheckResult) -> bool:
    """Whether the hand-in has the handout's ``raise NotImplementedError`` in place of an answer."""
    return result.outcome is Outcome.CRASHED and result.message.startswith(NotImplementedError.__name__)


def is_not_handed_in(result: CheckResult) -> bool:
    """Whether its file was not handed in, or is not there; one that cannot be read has a reason of its own."""
    return not result.ran and result.message.endswith((" was not handed in", " is not in this folder"))
