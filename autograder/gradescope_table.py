"""The table ``[gradescope]`` of ``assignment.toml``: how results are made and shown there; docs/gradescope.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from autograder.errors import ConfigError
from autograder.networks import Network, network_named
from autograder.tables import Table


class Leader(Table):
    """A column of the leaderboard: a number that was measured of a network on the hidden images.

    Attributes:
        measure: as ``extra_data.networks`` of a results.json calls it: ``mean_iou``, ``nme``, ``parameters``.
        name: what students read; default: the measure.
        network: whose; default: the only one.
        order: ``desc``: the highest first; ``asc``: the lowest.
    """

    measure: str = Field(pattern=r"^[a-z_]+$")
    name: str = ""
    network: str | None = None
    order: Literal["asc", "desc"] = "desc"


class Gradescope(Table):
    """How results are made and shown on Gradescope.

    Attributes:
        hidden_checks: when students see what hidden checks found.
        minutes: after them the grading of a hand-in ends and what was found stands; Gradescope's own limit must be
            longer, for at that it writes a zero.
        attempts: which attempt gives the score: ``active``: the one that is graded; ``best``: the one with the most
            points after its penalty, of this and those handed in before.
        torch: where torch comes from when the container is made: ``cpu``: the build that uv knows by that name, for
            there is no GPU; or the address of an index; empty: as any other package.
        leaderboard: what is shown of everybody's network to everybody.
    """

    hidden_checks: Literal["visible", "hidden", "after_due_date", "after_published"] = "after_published"
    minutes: float = Field(default=9.0, gt=0, le=39.5)
    attempts: Literal["active", "best"] = "active"
    torch: str = Field(default="cpu", pattern=r"^([a-z0-9.]+|https?://[^\s'\"\\$`]+|file:///[^\s'\"\\$`]+|)$")
    leaderboard: tuple[Leader, ...] = Field(default=(), strict=False)


def require_measured(gradescope: Gradescope, networks: Sequence[Network]) -> None:
    """Raise `ValueError` where the leaderboard shows a network that is not handed in."""
    for leader in gradescope.leaderboard:
        try:
            network_named(networks, leader.network)
        except ConfigError as error:
            raise ValueError(f"leaderboard, {leader.measure!r}: {error}") from None
