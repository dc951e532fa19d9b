"""Reading the files of a hand-in that lies in a folder; links are never followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO

from autograder.collect.entries import Candidate, Entry, Problem, admit, translated
from autograder.collect.names import environments_in, is_litter, is_of_environment
from autograder.errors import HandInError


def folder_entries(folder: Path) -> tuple[Entry, ...]:
    """The files of a hand-in that is a folder; raises `HandInError`."""
    return admit(folder_candidates(folder))


def file_entry(path: Path) -> Entry:
    """A hand-in that is a single file; raises `HandInError`."""
    with translated(path.name):
        size = path.stat().st_size
    return Entry(name=path.name, size=size, open=partial(_open, path))


def candidates_at(path: Path) -> Iterator[Candidate]:
    """Everything at `path`, which may be one file, by names below it; links and special files are marked."""
    with translated(path.name):
        facts = path.lstat()
    if stat.S_ISDIR(facts.st_mode):
        yield from folder_candidates(path)
    else:
        yield _candidate(path, "", facts)


def folder_candidates(folder: Path) -> Iterator[Candidate]:
    """Everything below `folder`; litter and environments are not entered, links and special files are marked."""
    pending = [""]
    while pending:
        below = pending.pop()
        listing = _listing(folder, below)
        if listing is None:
            yield Candidate(name=below, size=0, open=partial(_open, folder / below), problem=Problem.CLOSED)
            continue
        names = {entry: f"{below}/{entry.name}" if below else entry.name for entry in listing}
        environments = {found for name in names.values() for found in environments_in(name)}
        for entry, name in names.items():
            with translated(name):
                candidate = _candidate(Path(entry.path), name, entry.stat(follow_symlinks=False))
            yield candidate
            if candidate.is_folder and not is_litter(name) and not is_of_environment(name, environments):
                pending.append(name)


def _listing(folder: Path, below: str) -> list[os.DirEntry[str]] | None:
    """What lies in a folder, by name; None if it is closed, which only matters at the top."""
    try:
        with translated(below or folder.name), os.scandir(folder / below) as found:
            return sorted(found, key=lambda entry: entry.name)
    except HandInError:
        if not below:
            raise
        return None


def _candidate(path: Path, name: str, facts: os.stat_result) -> Candidate:
    return Candidate(
        name=name,
        size=facts.st_size,
        open=partial(_open, path),
        is_folder=stat.S_ISDIR(facts.st_mode),
        problem=_problem(facts.st_mode),
        path=path,
    )


def _problem(mode: int) -> Problem | None:
    if stat.S_ISLNK(mode):
        return Problem.LINK
    return None if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else Problem.SPECIAL


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")
