"""A Gradescope export: ``assignment_<id>_export/`` with its metadata and one folder per hand-in, packed or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from autograder.collect.archive import export_zip, member_name, unwrapped, zip_candidates
from autograder.collect.entries import AGAIN, Entry, admit, translated
from autograder.collect.names import base_of, clean_name
from autograder.collect.pending import Opener, Pending, pending_child
from autograder.collect.roster import KEY, METADATA_FILE, read_roster
from autograder.errors import ExportError, HandInError
from autograder.records import HandIn

_UNLISTED = f"not in {METADATA_FILE}: who handed it in, and when, is unknown"
_Members = list[tuple[str, ZipInfo]]  # each under its name inside the hand-in


@contextmanager
def zip_export(path: Path) -> Iterator[list[Pending]]:
    """The hand-ins of a packed export; they can be opened as long as the context lasts. Raises `ExportError`."""
    with export_zip(path) as archive:
        names = [(member_name(info).replace("\\", "/"), info) for info in archive.infolist()]
        metadata, root = _metadata_member(names, path)
        folders = _by_folder(names, root, path)
        with _as_export_error(path), translated(METADATA_FILE), archive.open(metadata) as stream:
            roster = read_roster(stream, f"{path}: {METADATA_FILE}")
        yield _matched(roster, {key: partial(_zip_entries, archive, members) for key, members in folders.items()})


def folder_export(folder: Path, wanted: str) -> list[Pending]:
    """The hand-ins of an unpacked export; `wanted` as for `pending_path`. Raises `ExportError`."""
    metadata = folder / METADATA_FILE
    try:
        with metadata.open("rb") as stream:
            roster = read_roster(stream, str(metadata))
    except OSError as error:
        raise ExportError(f"{metadata}: cannot be read: {error.strerror}") from None
    found = {path.name: path for path in folder.iterdir() if KEY.fullmatch(path.name)}
    return _matched(
        roster,
        {key: pending_child(path, roster.get(key) or HandIn(key=key), wanted).open for key, path in found.items()},
    )


def _matched(roster: Mapping[str, HandIn], folders: Mapping[str, Opener]) -> list[Pending]:
    """Every hand-in that the metadata or a folder knows, by number; one without a folder holds no files."""
    return [
        Pending(
            hand_in=roster.get(key) or HandIn(key=key),
            open=folders.get(key, _nothing),
            notes=() if key in roster else (_UNLISTED,),
        )
        for key in sorted({*roster, *folders}, key=lambda key: (len(key), key))
    ]


def _metadata_member(names: _Members, path: Path) -> tuple[ZipInfo, str]:
    """The metadata and the folder it is in, with its slash: at the top or one below, above all hand-ins."""
    found = [(name, info) for name, info in names if base_of(name) == METADATA_FILE and name.count("/") <= 1]
    if not found:
        raise ExportError(f"{path}: expected a Gradescope export with {METADATA_FILE}, found none in it")
    depth = min(name.count("/") for name, _ in found)
    shallowest = [(name, info) for name, info in found if name.count("/") == depth]
    if len(shallowest) > 1:
        raise ExportError(f"{path}: expected one {METADATA_FILE}, found {len(shallowest)}")
    name, info = shallowest[0]
    return info, name.removesuffix(METADATA_FILE)


def _by_folder(names: _Members, root: str, path: Path) -> dict[str, _Members]:
    """Members by hand-in. A hostile name inside one spoils only that one; elsewhere it spoils the export."""
    folders: dict[str, _Members] = defaultdict(list)
    for name, info in names:
        key, slash, rest = name.removeprefix(root).partition("/")
        if slash and name.startswith(root) and KEY.fullmatch(key):
            folders[key].append((rest, info))
        else:
            with _as_export_error(path):
                clean_name(name)
    return folders


@contextmanager
def _zip_entries(archive: ZipFile, members: _Members) -> Iterator[tuple[Entry, ...]]:
    with unwrapped(admit(zip_candidates(archive, members))) as entries:
        yield entries


def _nothing() -> AbstractContextManager[tuple[Entry, ...]]:
    return nullcontext(())


@contextmanager
def _as_export_error(path: Path) -> Iterator[None]:
    try:
        yield
    except HandInError as error:
        raise ExportError(f"{path}: {str(error).removesuffix(AGAIN)}") from None
