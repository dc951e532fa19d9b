"""Waiting for a save in a handout, by looking at its files a few times a second.

Looking works where being told does not: in home directories on a network, in folders shared with a virtual machine. It
costs next to nothing for the few files of a handout, and less often where a folder holds many.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from autograder.collect.folder import folder_candidates
from autograder.collect.names import is_litter, suffix_of
from autograder.errors import HandInError

PAUSE = 0.2  # seconds between two looks
_SHARE = 20  # looking takes at most one part in so many of the time
_SOURCES = (".py", ".ipynb", ".toml")

State = Mapping[str, tuple[int, ...]]
"""Path → what changes when a file is written or another one takes its place."""


def state_of(folder: Path, suffixes: Collection[str] = ()) -> State:
    """The sources in `folder`, and files of `suffixes`, as they are now.

    A file that goes while it is looked at is not there; an editor may just put another one in its place.
    """
    found: dict[str, tuple[int, ...]] = {}
    try:
        for candidate in folder_candidates(folder):
            if candidate.path is None or candidate.is_folder or is_litter(candidate.name):
                continue
            if suffix_of(candidate.name) not in (*_SOURCES, *suffixes):
                continue
            facts = candidate.path.lstat()
            found[candidate.name] = (facts.st_mtime_ns, facts.st_size, facts.st_ino)
    except (OSError, HandInError):
        return found
    return found


def await_save(
    folder: Path, before: State, suffixes: Collection[str] = (), sleep: Callable[[float], object] = time.sleep
) -> State:
    """Wait until `folder` is no more as `before`, and has come to rest; how it is then.

    Editors write in several steps (empty the file, write a part, rename another): two looks must see the same.
    """
    last, now = before, _look(folder, suffixes, sleep)
    while now != last or now == before:
        last, now = now, _look(folder, suffixes, sleep)
    return now


def _look(folder: Path, suffixes: Collection[str], sleep: Callable[[float], object]) -> State:
    began = time.perf_counter()
    found = state_of(folder, suffixes)
    sleep(max(PAUSE, _SHARE * (time.perf_counter() - began)))
    return found


def changed(before: State, now: State) -> tuple[str, ...]:
    """The files that differ, by name."""
    return tuple(sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name)))
