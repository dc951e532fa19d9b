"""Finding the files that an assignment wants among those that were handed in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.collect.entries import Entry, Problem
from autograder.collect.names import base_of, folder_of, listed, shown
from autograder.errors import HandInError

# what browsers, file managers and Canvas make of a name that exists already; stems such as layers2 or layers_old
# were chosen by a person and may well be another version
_COPY = re.compile(r"(?P<stem>.+?)(?:[ _-]?\(\d+\)|-\d+|[ _-]+copy(?:[ _-]?\(?\d+\)?)?)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Which entry gives which wanted file.

    Attributes:
        taken: wanted file → entry.
        notes: names that were only nearly right.
    """

    taken: Mapping[str, Entry]
    notes: tuple[str, ...] = ()


def choose(entries: Sequence[Entry], files: tuple[str, ...]) -> Choice:
    """The entries that are the wanted `files`, as far as they are there.

    The first file is the one in the shallowest folder; others are looked for beside it first. A name that differs only
    in case or as a copy is taken where it is the only one.

    Raises:
        HandInError: several that are equally good; names them.
    """
    taken: dict[str, Entry] = {}
    notes: list[str] = []
    for file in files:
        beside = folder_of(next(iter(taken.values())).name) if taken else None
        exact = [entry for entry in entries if base_of(entry.name) == file]
        near = [entry for entry in entries if _is_near(base_of(entry.name), file)]
        found = _shallowest(exact, file, beside) or _only(near, file)
        if found is None:
            continue
        taken[file] = found
        if base_of(found.name) != file:
            notes.append(f"{shown(found.name)} was taken as {file}")
    return Choice(taken=taken, notes=tuple(notes))


def notebooks_for(entries: Iterable[Entry], file: str) -> tuple[Entry, ...]:
    """The notebooks that may stand in for `file`: the one of its name, if there is one, else all."""
    notebooks = tuple(entry for entry in entries if entry.suffix == ".ipynb")
    wanted = file.removesuffix(".py").casefold() + ".ipynb"
    named = tuple(entry for entry in notebooks if base_of(entry.name).casefold() == wanted)
    return named if len(named) == 1 else notebooks


def expected(files: tuple[str, ...], missing: Sequence[str], entries: Sequence[Entry]) -> HandInError:
    """What to say of `missing` files: what was expected, and what was found."""
    found = listed(f"{entry.name} (a link)" if entry.problem is Problem.LINK else entry.name for entry in entries)
    lacking = f"{_joined(missing)} {'is' if len(missing) == 1 else 'are'} missing: " if len(files) > 1 else ""
    return HandInError(f"{lacking}expected {_joined(files)}, found: {found}")


def _joined(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _is_near(name: str, file: str) -> bool:
    name, file = name.casefold(), file.casefold()
    if name == file:
        return True
    if not name.endswith(".py"):
        return False
    copy = _COPY.fullmatch(name.removesuffix(".py"))
    return copy is not None and copy["stem"] == file.removesuffix(".py")


def _shallowest(found: list[Entry], file: str, beside: str | None) -> Entry | None:
    for entry in found:
        if beside is not None and folder_of(entry.name) == beside:
            return entry
    if not found:
        return None
    depth = min(entry.name.count("/") for entry in found)
    return _only([entry for entry in found if entry.name.count("/") == depth], file)


def _only(found: list[Entry], file: str) -> Entry | None:
    if len(found) > 1:
        raise HandInError(f"expected one {file}, found several: {listed(entry.name for entry in found)}")
    return found[0] if found else None
