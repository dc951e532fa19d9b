"""``--roster`` of ``autograder grade``: who is who, before anything is graded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from autograder.cli.console import err

if TYPE_CHECKING:
    from autograder.records import Student


def compare_roster(roster: Path, export: Path) -> None:
    """Say whose hand-in is nobody's of the list of the class, and how many of the list handed in nothing.

    Raises:
        ConfigError: the list cannot be read, or nobody who handed in is in it.
        ExportError: the hand-ins cannot be read.
    """
    from autograder.collect import named
    from autograder.collect.attendance import attendance
    from autograder.collect.class_list import read_class_list

    found = attendance(read_class_list(roster), named(export))
    for report in found.reports:
        err.print(f"[yellow]warning:[/] {escape(report)}", soft_wrap=True, highlight=False)
    if found.absent:
        err.print(f"{len(found.absent)} of {escape(str(roster))} handed in nothing.", soft_wrap=True, highlight=False)


def listed(results: Path) -> list[Student]:
    """Everybody of the list of the class that lies among the results; nobody where there is none."""
    from autograder.collect.attendance import ROSTER_FILE
    from autograder.collect.class_list import read_class_list

    path = results / ROSTER_FILE
    return [person.student for person in read_class_list(path).people.all] if path.exists() else []
