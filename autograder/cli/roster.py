"""``--roster`` of ``autograder grade``: who is who, before anything is graded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.markup import escape

from autograder.cli.console import err

if TYPE_CHECKING:
    from autograder.batch.plan import Planned
    from autograder.records import Student


def compare_roster(roster: Path, export: Path, files: tuple[str, ...], zone: ZoneInfo) -> None:
    """Say whose hand-in is nobody's of the list of the class, and how many of the list handed in nothing.

    Args:
        files: the file names that the assignment wants.
        zone: of times without an offset.

    Raises:
        ConfigError: the list cannot be read, nobody who handed in is in it, or zeros of a SID are lost.
        ExportError: the hand-ins cannot be read.
    """
    from autograder.collect import is_alone, named
    from autograder.collect.arrival import arrived
    from autograder.collect.attendance import attendance, require_sids
    from autograder.collect.class_list import read_class_list

    known = read_class_list(roster)
    hand_ins = named(export, files)
    for hand_in in hand_ins:
        require_sids(known, hand_in)
    found = attendance(known, hand_ins)
    for person in known.people.all:
        arrived(known, person, zone)  # a time that cannot be read is told before anything is graded
    for report in found.reports:
        err.print(f"[yellow]warning:[/] {escape(report)}", soft_wrap=True, highlight=False)
    if found.absent and not (len(hand_ins) == 1 and is_alone(export, files)):
        err.print(f"{len(found.absent)} of {escape(str(roster))} handed in nothing.", soft_wrap=True, highlight=False)


def warn_of_untimed(plan: Mapping[str, Planned], export: Path) -> None:
    """Who counts as on time because nobody says when they handed in; whom Canvas calls late, first."""
    from autograder.collect.lms import LATE
    from autograder.collect.names import listed

    untimed = {key: planned for key, planned in plan.items() if planned.hand_in.submitted_at is None}
    late = [key for key, planned in untimed.items() if any(LATE in note for note in planned.notes)]
    others = [key for key in untimed if key not in late]
    for what, keys in (("marked as late, ", late), ("", others)):
        if keys:
            told = f"{what}{export} does not say when they came, so they count as on time: {listed(keys)}"
            remedy = "a column submitted_at in the file of --roster says it"
            err.print(f"[yellow]warning:[/] {escape(told)}; {remedy}", soft_wrap=True, highlight=False)


def people_in(results: Path) -> list[Student]:
    """Everybody of the list of the class that lies among the results; nobody where there is none."""
    from autograder.collect.attendance import ROSTER_FILE
    from autograder.collect.class_list import read_class_list

    path = results / ROSTER_FILE
    return [person.student for person in read_class_list(path).people.all] if path.exists() else []
