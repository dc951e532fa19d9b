"""The list of the class among the results: a batch knows people by it, on whatever machine it goes on."""

from __future__ import annotations

from pathlib import Path

from autograder.collect.attendance import ROSTER_FILE
from autograder.errors import ConfigError
from autograder.report.files import write_whole


def keep_roster(roster: Path, results: Path) -> None:
    """Put a copy of the list among the results, in the place of one that is there; raises `ConfigError`."""
    path = results / ROSTER_FILE
    try:
        write_whole(path, roster.read_bytes())
    except OSError as error:
        raise ConfigError(f"{path}: the roster cannot be kept there ({error.strerror})") from None
