"""The list of the class among the results: a batch knows people by it, on whatever machine it goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.collect.attendance import ROSTER_FILE
from autograder.collect.class_list import read_class_list
from autograder.errors import ConfigError
from autograder.records import HandIn, Student
from autograder.report.files import write_whole


def keep_roster(roster: Path, results: Path) -> None:
    """Put a copy of the list among the results, in the place of one that is there; raises `ConfigError`."""
    path = results / ROSTER_FILE
    try:
        write_whole(path, roster.read_bytes())
    except OSError as error:
        raise ConfigError(f"{path}: the roster cannot be kept there ({error.strerror})") from None


def everybody(hand_ins: Iterable[HandIn], *results: Path) -> Iterator[tuple[Student, str]]:
    """Whoever handed in, and whoever is in the lists among the results, each with where that is written.

    Raises:
        ConfigError: the list cannot be read.
    """
    for hand_in in hand_ins:
        yield from ((student, f"hand-in {hand_in.key}") for student in hand_in.students)
    for path in (folder / ROSTER_FILE for folder in results):
        if path.exists():
            for person in read_class_list(path).people.all:
                yield person.student, f"{path}, line {person.line}"
