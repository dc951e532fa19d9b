"""``--roster`` of ``autograder grade``: who is who, before anything is graded."""

from __future__ import annotations

from pathlib import Path

from rich.markup import escape

from autograder.cli.console import err
from autograder.errors import ConfigError


def take_roster(roster: Path | None, export: Path, results: Path) -> None:
    """Say who of the hand-ins is not in the list of the class, and keep a copy of the list among the results.

    Raises:
        ConfigError: the list cannot be read, or nobody who handed in is in it.
        ExportError: the hand-ins cannot be read.
    """
    if roster is None:
        return
    from autograder.collect import named
    from autograder.collect.attendance import ROSTER_FILE, attendance
    from autograder.collect.class_list import read_class_list
    from autograder.report.files import write_whole

    found = attendance(read_class_list(roster), named(export))
    for report in found.reports:
        err.print(f"[yellow]warning:[/] {escape(report)}", soft_wrap=True)
    if found.absent:
        err.print(f"{len(found.absent)} of {escape(str(roster))} handed in nothing.", soft_wrap=True)
    try:
        data = roster.read_bytes()
        results.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(results / ROSTER_FILE, data)
    except OSError as error:
        raise ConfigError(f"{results / ROSTER_FILE}: the roster cannot be kept there ({error.strerror})") from None
