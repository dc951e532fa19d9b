"""A Gradescope export: ``assignment_<id>_export/`` with its metadata and one folder per hand-in, packed or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from autograder.collect.archive import Members, as_export_error, unwrapped, zip_candidates
from autograder.collect.entries import Entry, admit, translated
from autograder.collect.export_metadata import KEY, METADATA_FILE, read_export_metadata
from autograder.collect.names import base_of, clean_name
from autograder.collect.pending import Opener, Pending, pending_child
from autograder.errors import ExportError
from autograder.records import HandIn

_UNLISTED = f"not in {METADATA_FILE}: who handed it in, and when, is unknown"


def zip_export(archive: ZipFile, members: Members, path: Path) -> list[Pending] | None:
    """The hand-ins of the zip at `path`; None if it has no such metadata, and so is no such export.

    Raises:
        ExportError: there is metadata, but it or the whole cannot be read.
    """
    found = _metadata_member(members, path)
    if found is None:
        return None
    metadata, root = found
    folders = _by_folder(members, root, path)
    with as_export_error(path), translated(METADATA_FILE), archive.open(metadata) as stream:
        listed = read_export_metadata(stream, f"{path}: {METADATA_FILE}")
    return _matched(listed, {key: partial(_zip_entries, archive, inside) for key, inside in folders.items()})


def folder_export(folder: Path, wanted: str) -> list[Pending]:
    """The hand-ins of an unpacked export; `wanted` as for `pending_path`. Raises `ExportError`."""
    metadata = folder / METADATA_FILE
    try:
        with metadata.open("rb") as stream:
            listed = read_export_metadata(stream, str(metadata))
    except OSError as error:
        raise ExportError(f"{metadata}: cannot be read: {error.strerror}") from None
    found = {path.name: path for path in folder.iterdir() if KEY.fullmatch(path.name)}
    return _matched(
        listed,
        {key: pending_child(path, listed.get(key) or HandIn(key=key), wanted).open for key, path in found.items()},
    )


def _matched(listed: Mapping[str, HandIn], folders: Mapping[str, Opener]) -> list[Pending]:
    """Every hand-in that the metadata or a folder knows, by number; one without a folder holds no files."""
    return [
        Pending(
            hand_in=listed.get(key) or HandIn(key=key),
            open=folders.get(key, _nothing),
            notes=() if key in listed else (_UNLISTED,),
        )
        for key in sorted({*listed, *folders}, key=lambda key: (len(key), key))
    ]


def _metadata_member(names: Members, path: Path) -> tuple[ZipInfo, str] | None:
    """The metadata and the folder it is in, with its slash: at the top or one below, above all hand-ins."""
    found = [(name, info) for name, info in names if base_of(name) == METADATA_FILE and name.count("/") <= 1]
    if not found:
        return None
    depth = min(name.count("/") for name, _ in found)
    shallowest = [(name, info) for name, info in found if name.count("/") == depth]
    if len(shallowest) > 1:
        raise ExportError(f"{path}: expected one {METADATA_FILE}, found {len(shallowest)}")
    name, info = shallowest[0]
    return info, name.removesuffix(METADATA_FILE)


def _by_folder(names: Members, root: str, path: Path) -> dict[str, Members]:
    """Members by hand-in. A hostile name inside one spoils only that one; elsewhere it spoils the export."""
    folders: dict[str, list[tuple[str, ZipInfo]]] = defaultdict(list)
    for name, info in names:
        key, slash, rest = name.removeprefix(root).partition("/")
        if slash and name.startswith(root) and KEY.fullmatch(key):
            folders[key].append((rest, info))
        else:
            with as_export_error(path):
                clean_name(name)
    return dict(folders)


@contextmanager
def _zip_entries(archive: ZipFile, members: Members) -> Iterator[tuple[Entry, ...]]:
    with unwrapped(admit(zip_candidates(archive, members))) as entries:
        yield entries


def _nothing() -> AbstractContextManager[tuple[Entry, ...]]:
    return nullcontext(())
