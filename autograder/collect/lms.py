"""A download of all hand-ins from Canvas or Moodle, packed or not; its names alone say who handed in what."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from autograder.collect.archive import Members, as_export_error, unwrapped, zip_candidates
from autograder.collect.entries import Candidate, Entry, admit
from autograder.collect.folder import candidates_at
from autograder.collect.lms_names import MOODLE_DOWNLOAD, Part, System, is_of_download, system_of
from autograder.collect.names import clean_name, is_litter_among_hand_ins, listed, may_be_hand_in, safe_key, shown
from autograder.collect.pending import Found, Pending
from autograder.records import HandIn, Student

LATE = "marks it as late, but does not say when it was handed in"
"""What is noted of a hand-in that Canvas calls late."""

_COPY = re.compile(r"(?P<stem>.+)-[0-9]+(?P<suffix>(?:\.[^.]*)?)", re.DOTALL)  # Canvas names a second upload so


@dataclass(frozen=True)
class _Piece:
    """A file or folder at the top of a download: what its name says, and what is in it, by names below it."""

    part: Part
    candidates: Callable[[], Iterable[Candidate]]


def zip_download(archive: ZipFile, members: Members, path: Path) -> Found | None:
    """The hand-ins of the zip at `path`; None if it is no such download.

    Raises:
        ExportError: a name that is nobody's leads out of the download.
    """
    tops: dict[str, list[tuple[str, ZipInfo]]] = defaultdict(list)
    for name, info in _below_a_wrapper(members):
        top, _, rest = name.partition("/")
        tops[top].append((rest, info))
    folders = {top for top, inside in tops.items() if any(rest for rest, _ in inside)}
    system = system_of(_telling([*tops], folders))
    if system is None:
        return None
    for top, inside in tops.items():
        if system.part(top) is None:
            for rest, _ in inside:
                with as_export_error(path):
                    clean_name(f"{top}/{rest}")
    return _found(system, {top: partial(zip_candidates, archive, inside) for top, inside in tops.items()}, folders)


def folder_download(paths: Sequence[Path]) -> Found | None:
    """The hand-ins of an unpacked download that has `paths` at its top; None if it is none."""
    folders = {path.name for path in paths if path.is_dir() or path.is_symlink()}
    system = system_of(_telling([path.name for path in paths], folders))
    if system is None:
        return None
    return _found(system, {path.name: partial(candidates_at, path) for path in paths}, folders)


def _below_a_wrapper(members: Members) -> Members:
    """Without what tools leave behind, and without a folder that somebody put around everything."""
    useful = _useful(members)
    tops = {name.partition("/")[0] for name, _ in useful}
    if len(tops) != 1 or system_of([*tops]) is not None:
        return useful
    wrapper = f"{tops.pop()}/"
    return _useful([(name.removeprefix(wrapper), info) for name, info in useful if name.startswith(wrapper)])


def _useful(members: Members) -> Members:
    return [(name, info) for name, info in members if name and not is_litter_among_hand_ins(name.partition("/")[0])]


def _telling(names: Sequence[str], folders: Container[str]) -> list[str]:
    """The names that say which system it is: of hand-ins, where there are any, not of notes or pictures beside them."""
    hand_ins = [name for name in names if name in folders or may_be_hand_in(name) or MOODLE_DOWNLOAD.part(name)]
    return hand_ins or [name for name in names if is_of_download(name)]


def _found(system: System, tops: Mapping[str, Callable[[], Iterable[Candidate]]], folders: Container[str]) -> Found:
    """A hand-in for each owner, in the order of keys; a file that is no hand-in and has no name of the system is none.

    Args:
        tops: name → what is there.
        folders: which of them are folders.
    """
    mine = {top for top in tops if top in folders or may_be_hand_in(top) or system.part(top) is not None}
    left_out = tuple(sorted(shown(top) for top in tops if top not in mine))
    return Found(_pending(system, {top: each for top, each in tops.items() if top in mine}), left_out)


def _pending(system: System, tops: Mapping[str, Callable[[], Iterable[Candidate]]]) -> list[Pending]:
    owned: dict[Part, list[_Piece]] = defaultdict(list)
    for top, candidates in tops.items():
        part = system.part(top) or Part(who=top, file=top, stray=True)
        owned[part.owner].append(_Piece(part, candidates))
    keys = _keys([*owned])
    found = [_hand_in(system, owner, keys[owner], pieces) for owner, pieces in owned.items()]
    return sorted(found, key=lambda pending: pending.hand_in.key)


def _hand_in(system: System, owner: Part, key: str, pieces: Sequence[_Piece]) -> Pending:
    if owner.stray:
        note = f"{shown(owner.who)} is no name that {system.name} gives: who handed it in is unknown"
        return Pending(hand_in=HandIn(key=key), open=partial(_opened, pieces), notes=(note,))
    newest, notes = _newest(pieces)
    if any(piece.part.late for piece in pieces):
        notes = (f"{system.name} {LATE}", *notes)
    number = f"{system.prefix}{owner.number}" if owner.number else ""
    student = Student(name=shown(owner.who, 200) or owner.number, lms_id=number)
    return Pending(hand_in=HandIn(key=key, students=(student,)), open=partial(_opened, newest), notes=notes)


def _keys(owners: Sequence[Part]) -> dict[Part, str]:
    """A key for each: names that differ in capitals or spaces only get a hash each."""
    called = {owner: "_".join(filter(None, (owner.who, owner.number))).replace(" ", "_") for owner in owners}
    alike = Counter(name.casefold() for name in called.values())
    return {
        owner: safe_key(repr((owner.who, owner.number, owner.stray)))  # not plain, so it gets a hash
        if alike[name.casefold()] > 1
        else safe_key(name)
        for owner, name in called.items()
    }


def _newest(pieces: Sequence[_Piece]) -> tuple[Sequence[_Piece], tuple[str, ...]]:
    """Of uploads with the same name but for a number that Canvas appends, the last one, under the plain name."""
    alike: dict[str, list[_Piece]] = defaultdict(list)
    names = {piece.part.file for piece in pieces}
    for piece in pieces:
        copy = _COPY.fullmatch(piece.part.file)
        plain = f"{copy['stem']}{copy['suffix']}" if copy else piece.part.file
        alike[plain if plain in names else piece.part.file].append(piece)
    newest, notes = [], []
    for plain, same in alike.items():
        if len(same) == 1 or not same[0].part.upload:
            newest += same
            continue
        *older, last = sorted(same, key=lambda piece: piece.part.upload)
        newest.append(replace(last, part=replace(last.part, file=plain)))
        left = listed(piece.part.file for piece in older)
        notes.append(f"{shown(last.part.file)} was uploaded last and is taken as {shown(plain)}; left out: {left}")
    return newest, tuple(notes)


@contextmanager
def _opened(pieces: Sequence[_Piece]) -> Iterator[tuple[Entry, ...]]:
    named = (
        replace(candidate, name="/".join(filter(None, (piece.part.file, candidate.name))))
        for piece in pieces
        for candidate in piece.candidates()
    )
    with unwrapped(admit(named)) as entries:
        yield entries
