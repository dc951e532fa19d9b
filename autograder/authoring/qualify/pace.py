"""Whether the exam is quick enough for Gradescope, by what the reference took here."""

from __future__ import annotations

from autograder.assignment import Assignment
from autograder.gradescope_table import Gradescope

SLOWER = 2.0
"""How much longer a container may take than the machine of an instructor: it has half a core unless more is chosen."""


def too_slow(assignment: Assignment, seconds: float | None) -> str:
    """What to say where grading the reference may not end in time on Gradescope; "" where it does.

    Args:
        seconds: what its checks took here, one after the other; None: unknown.
    """
    minutes = assignment.gradescope.minutes
    if seconds is None or seconds * SLOWER <= 60 * minutes:
        return ""
    return (
        f"The checks of {assignment.name} take {seconds / 60:.1f} min for the reference here, and perhaps "
        f"{seconds * SLOWER / 60:.1f} min in a container of Gradescope, but grading there stops after {minutes:g} min, "
        f"and results are held. {_remedy(minutes)}"
    )


def _remedy(minutes: float) -> str:
    most = next(each.le for each in Gradescope.model_fields["minutes"].metadata if hasattr(each, "le"))
    more = (
        f"Allow more with minutes in [gradescope] of assignment.toml (at most {most:g}) and a longer timeout in "
        "Gradescope's settings, choose more CPU there"
    )
    return f"{more if minutes < most else 'Choose more CPU there'}, or make the checks quicker."
