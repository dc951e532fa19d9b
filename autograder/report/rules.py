"""Checks that read the source: they pass where nothing was written, which says nothing."""

from __future__ import annotations

from autograder.records import Check, CheckResult, Outcome

_SUFFIX = "/rules"  # no test is called so: theirs start with test_


def is_rule(check: Check) -> bool:
    """Whether `check` holds the source to the rules of its question, and runs nothing."""
    return check.id.endswith(_SUFFIX)


def says_something(result: CheckResult) -> bool:
    """Whether `result` tells how far someone is: a rule that is kept does not."""
    return not (is_rule(result.check) and result.outcome is Outcome.PASSED)
