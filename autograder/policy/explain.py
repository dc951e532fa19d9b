"""The answer to a student who asks what became of the points: times, rule, arithmetic."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from autograder.late_table import Late
from autograder.policy.base import ON_TIME
from autograder.policy.compose import policy_of
from autograder.policy.lateness import late_by
from autograder.policy.wording import duration, format_late, show
from autograder.records import HandIn, Score


def explain(
    submitted: datetime, due: datetime | None, late: Late | None, score: Score, zone: ZoneInfo
) -> dict[str, str]:
    """What to say about a hand-in, as label → text.

    Args:
        submitted, due: zone-aware; no `due`: nothing is late.
        zone: whose wall clocks are shown.
    """
    policy = policy_of(late)
    passed = late_by(HandIn(key="asked", submitted_at=submitted), due) or ON_TIME
    grade = policy.apply(score, passed)
    return {
        "Submitted": _local(submitted, zone),
        "Due": "no deadline" if due is None else f"{_local(due, zone)}; exactly then is on time",
        "Late": format_late(passed) + _changed_clocks(submitted, due, zone, passed),
        "Rule": f"{policy.rule[:1].upper()}{policy.rule[1:]}.",
        "Arithmetic": grade.explanation,
        "Points": f"{show(grade.points)} of {show(score.possible)}",
    }


def _local(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    fraction = f".{local.microsecond:06d}".rstrip("0") if local.microsecond else ""
    return f"{local:%a %Y-%m-%d %H:%M:%S}{fraction} {local:%Z}"


def _changed_clocks(submitted: datetime, due: datetime | None, zone: ZoneInfo, passed: timedelta) -> str:
    """Why it is not what the clocks on the wall say."""
    if due is None or not passed:
        return ""
    before, after = due.astimezone(zone).utcoffset(), submitted.astimezone(zone).utcoffset()
    if before is None or after is None or before == after:
        return ""
    return f", in time that really passed: the clocks were set {_way(after - before)} in between"


def _way(change: timedelta) -> str:
    return f"forward by {duration(change)}" if change > ON_TIME else f"back by {duration(-change)}"
