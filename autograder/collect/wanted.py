"""Finding the files that an assignment wants among those that were handed in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.collect.entries import Entry, Problem
from autograder.collect.names import base_of, folder_of, listed, shown, stem_of, suffix_of

# what browsers, file managers and Canvas make of a name that exists already; stems such as layers2 or layers_old
# were chosen by a person and may well be another version
_COPY = re.compile(r"(?P<stem>.+?)(?:[ _-]?\(\d+\)|-\d+|[ _-]+copy(?:[ _-]?\(?\d+\)?)?)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Which entry gives which wanted file.

    Attributes:
        taken: wanted file → entry.
        ambiguous: wanted file → why none of several was taken.
        notes: what was taken under another name, or as one of several.
    """

    taken: Mapping[str, Entry]
    ambiguous: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def choose(entries: Sequence[Entry], files: tuple[str, ...]) -> Choice:
    """The entries that are the wanted `files`, as far as they are there.

    The first file is the one in the shallowest folder; others are looked for beside it first. A name that differs only
    in case or as a copy is taken where it is the only one. Of several that are equally good none is taken, unless one
    of them lies where all the clear files are.
    """
    exact = {file: [entry for entry in entries if base_of(entry.name) == file] for file in files}
    best = {file: _shallowest(exact[file]) or near(entries, file) for file in files}
    taken: dict[str, Entry] = {}
    notes: list[str] = []
    for file in files:
        home = folder_of(next(iter(taken.values())).name) if taken else None
        one = _lying_in(home, exact[file]) or (best[file][0] if len(best[file]) == 1 else None)
        if one is None:
            continue
        taken[file] = one
        if base_of(one.name) != file:
            notes.append(f"{shown(one.name)} was taken as {file}")
    for file, one in _at_home(exact, taken).items():
        taken[file] = one
        notes.append(f"{shown(one.name)} was taken as {file}, because the other files lie beside it")
    return Choice(
        taken={file: taken[file] for file in files if file in taken},
        ambiguous={file: several(f"one {file}", best[file]) for file in files if best[file] and file not in taken},
        notes=tuple(notes),
    )


def near(entries: Iterable[Entry], file: str) -> list[Entry]:
    """The entries whose name differs from `file` only in case or as a copy."""
    return [entry for entry in entries if _is_near(base_of(entry.name), file)]


def several(wanted: str, found: Iterable[Entry]) -> str:
    """What to say where more were found than the one that was wanted."""
    return f"expected {wanted}, found several: {listed(entry.name for entry in found)}"


def expected(files: tuple[str, ...], entries: Sequence[Entry]) -> str:
    """What to say of files that are not there: what was expected, and what was found."""
    found = listed(f"{entry.name} (a link)" if entry.problem is Problem.LINK else entry.name for entry in entries)
    return f"expected {joined(files)}, found: {found}"


def joined(names: Sequence[str]) -> str:
    """``a.py, b.py and c.py``."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _is_near(name: str, file: str) -> bool:
    name, file = name.casefold(), file.casefold()
    if name == file:
        return True
    if suffix_of(name) != suffix_of(file):
        return False
    copy = _COPY.fullmatch(stem_of(name))
    return copy is not None and copy["stem"] == stem_of(file)


def _shallowest(found: list[Entry]) -> list[Entry]:
    depth = min((entry.name.count("/") for entry in found), default=0)
    return [entry for entry in found if entry.name.count("/") == depth]


def _lying_in(folder: str | None, found: Iterable[Entry]) -> Entry | None:
    return next((entry for entry in found if folder_of(entry.name) == folder), None)


def _at_home(exact: Mapping[str, Iterable[Entry]], taken: Mapping[str, Entry]) -> dict[str, Entry]:
    """Files that were not taken yet, where all that were lie in one folder and they do too."""
    homes = {folder_of(entry.name) for entry in taken.values()}
    if len(homes) != 1:
        return {}
    home = homes.pop()
    found = {file: _lying_in(home, alike) for file, alike in exact.items() if file not in taken}
    return {file: one for file, one in found.items() if one is not None}
