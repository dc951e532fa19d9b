"""What everybody may see of everybody's network, where the instructor wants a leaderboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.gradescope_table import Leader
from autograder.records import Graded


def leaderboard(graded: Graded, leaders: Sequence[Leader]) -> list[dict[str, Any]]:
    """The entries for `leaders`; one whose network did not run, or has no such number, is left out."""
    values = ((leader, _value(graded, leader)) for leader in leaders)
    return [
        {"name": leader.name or leader.measure, "value": value, "order": leader.order}
        for leader, value in values
        if value is not None
    ]


def _value(graded: Graded, leader: Leader) -> int | float | None:
    """What was measured; of a network that ran over several sets of images, on the first."""
    for evidence in graded.evidence:
        if leader.network in (None, evidence.facts.get("network")):
            value = evidence.facts.get(leader.measure)
            return value if isinstance(value, int | float) and not isinstance(value, bool) else None
    return None
