"""Reading the files of a hand-in that lies in a folder; links are never followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO

from autograder.collect.entries import Candidate, Entry, admit, translated
from autograder.collect.names import is_litter


def folder_entries(folder: Path) -> tuple[Entry, ...]:
    """The files of a hand-in that is a folder; raises `HandInError`."""
    return admit(folder_candidates(folder))


def file_entry(path: Path) -> Entry:
    """A hand-in that is a single file; raises `HandInError`."""
    with translated(path.name):
        size = path.stat().st_size
    return Entry(name=path.name, size=size, open=partial(_open, path))


def folder_candidates(folder: Path) -> Iterator[Candidate]:
    """Everything below `folder`; litter is not entered, links and special files are marked as problems."""
    pending = [""]
    while pending:
        below = pending.pop()
        with translated(below or folder.name), os.scandir(folder / below) as found:
            listing = sorted(found, key=lambda entry: entry.name)
        for entry in listing:
            name = f"{below}/{entry.name}" if below else entry.name
            with translated(name):
                candidate = _candidate(entry, name)
            yield candidate
            if candidate.is_folder and not is_litter(name):
                pending.append(name)


def _candidate(entry: os.DirEntry[str], name: str) -> Candidate:
    facts = entry.stat(follow_symlinks=False)
    return Candidate(
        name=name,
        size=facts.st_size,
        open=partial(_open, Path(entry.path)),
        is_folder=stat.S_ISDIR(facts.st_mode),
        problem=_problem(facts.st_mode),
    )


def _problem(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "is a link; hand in the file itself"
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return "is a special file; hand in plain files"
    return ""


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")
