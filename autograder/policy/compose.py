"""``[late]`` of ``assignment.toml`` → one policy, put together from small ones."""

from __future__ import annotations

from autograder.late_table import Late
from autograder.policy.base import IN_FULL, LatePolicy
from autograder.policy.limits import Cap, CutOff, Floor, Grace
from autograder.policy.linear import Linear
from autograder.policy.periods import PerPeriod
from autograder.policy.points import exactly
from autograder.policy.questions import OnQuestions
from autograder.policy.steps import Steps


def policy_of(late: Late | None) -> LatePolicy:
    """The late policy that the table asks for; without a table, late counts in full.

    From the inside out: what late work costs, cap, floor, cut-off, on which questions, grace.
    """
    if late is None:
        return IN_FULL
    policy = _cost(late)
    if late.cap is not None:
        policy = Cap(share=late.cap, inner=policy)
    if late.floor is not None:
        policy = Floor(share=late.floor.keep, of=late.floor.of, inner=policy)
    if late.cut_off is not None:
        policy = CutOff(after=late.cut_off, inner=policy)
    if late.questions:
        policy = OnQuestions(names=late.questions, inner=policy)
    return policy if late.grace is None else Grace(span=late.grace, inner=policy)


def _cost(late: Late) -> LatePolicy:
    if late.steps is not None:
        return Steps(steps=tuple((step.until, step.keep) for step in late.steps))
    if late.linear is not None:
        return Linear(until=late.linear.until, keep=late.linear.keep)
    if late.per is None:
        return IN_FULL
    if late.per.points is not None:
        return PerPeriod(every=late.per.every, lose=late.per.points, of="points")
    share = float(exactly(late.per.percent or 0.0) / 100)
    return PerPeriod(every=late.per.every, lose=share, of=late.per.of or "earned")
