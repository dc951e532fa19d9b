"""What hand-ins come in: an export of Gradescope, Canvas or Moodle, packed or not, or a plain folder; looking tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

from autograder.collect.archive import export_zip, member_name
from autograder.collect.export import folder_export, zip_export
from autograder.collect.export_metadata import METADATA_FILE
from autograder.collect.lms import folder_download, zip_download
from autograder.collect.lms_names import is_of_download
from autograder.collect.names import is_litter_among_hand_ins, listed, safe_key, suffix_of
from autograder.collect.pending import ONE_FILE, Pending, pending_child, pending_path
from autograder.errors import ExportError
from autograder.records import HandIn, Student

# archives that cannot be read: a hand-in all the same, which must not be dropped
_OTHER_ARCHIVES = (".7z", ".bz2", ".gz", ".rar", ".tar", ".tgz", ".xz")


_EXPORT_NAME = re.compile(r"assignment_\d+_export")  # any other folder may be a student's, metadata and all


@contextmanager
def hand_ins(source: Path, wanted: str) -> Iterator[list[Pending]]:
    """Every hand-in of `source`, still closed, in a stable order.

    Raises:
        ExportError: `source` cannot be read as a whole.
    """
    if source.is_file():
        with export_zip(source) as archive:
            yield _in_zip(archive, source)
    elif source.is_dir():
        yield _in_folder(source, wanted)
    else:
        raise ExportError(f"{source}: no such file or folder")


def single(path: Path, wanted: str) -> Pending:
    """The one hand-in at `path`; raises `ExportError` if there is nothing."""
    if not path.exists():
        raise ExportError(f"{path}: no such file or folder")
    return pending_path(path, HandIn(key=safe_key(path.resolve().name)), wanted)


def _in_zip(archive: ZipFile, path: Path) -> list[Pending]:
    """The hand-ins of a packed export; they can be opened as long as `archive` is open."""
    members = [(member_name(info).replace("\\", "/"), info) for info in archive.infolist()]
    found = zip_export(archive, members, path)
    if found is None:
        found = zip_download(archive, members, path)
    if found is None:
        names = listed(name for name, _ in members) or "nothing"
        expected = f"a Gradescope export with {METADATA_FILE}, or a download of all hand-ins from Canvas or Moodle"
        raise ExportError(f"{path}: expected {expected}, found {names}")
    return found


def _in_folder(folder: Path, wanted: str) -> list[Pending]:
    export = _export_in(folder)
    if export:
        return folder_export(export, wanted)
    paths = _children(folder)
    download = folder_download([path for path in paths if is_of_download(path.name) or not _is_of_staff(path)])
    return _plain_folder(folder, paths, wanted) if download is None else download


def _export_in(folder: Path) -> Path | None:
    """The unpacked export that `folder` is, or that is all there is in it."""
    if (folder / METADATA_FILE).is_file():
        return folder
    inside = _children(folder)
    alone = inside[0] if len(inside) == 1 and _EXPORT_NAME.fullmatch(inside[0].name) else None
    return alone if alone and (alone / METADATA_FILE).is_file() else None


_OF_STAFF = (".csv", ".xlsx", ".md", ".toml", ".yml", ".json")  # lists that lie beside hand-ins, and are none


def _is_of_staff(path: Path) -> bool:
    return suffix_of(path.name) in _OF_STAFF and not path.is_dir()


def _plain_folder(folder: Path, paths: list[Path], wanted: str) -> list[Pending]:
    """One hand-in per subfolder, zip, ``.py`` or notebook; any other file was handed in as well, so it appears."""
    paths = [path for path in paths if not _is_of_staff(path)]
    if not any(map(_is_hand_in, paths)):
        raise ExportError(f"{folder}: expected a folder, zip, .py or .ipynb per hand-in, found none")
    alike = Counter(path.name.casefold() for path in paths)
    keys = [safe_key(path.name, has_twin=alike[path.name.casefold()] > 1) for path in paths]
    return [pending_child(path, _hand_in(path, key), wanted) for path, key in zip(paths, keys, strict=True)]


def _hand_in(path: Path, key: str) -> HandIn:
    """Known by the name of its folder or file alone: most likely the student's."""
    return HandIn(key=key, students=(Student(name=path.stem if path.is_file() else path.name),))


def _children(folder: Path) -> list[Path]:
    try:
        found = [path for path in folder.iterdir() if not is_litter_among_hand_ins(path.name)]
    except OSError as error:
        raise ExportError(f"{folder}: cannot be read: {error.strerror}") from None
    return sorted(found, key=lambda path: path.name)


def _is_hand_in(path: Path) -> bool:
    return path.is_symlink() or path.is_dir() or suffix_of(path.name) in (*ONE_FILE, *_OTHER_ARCHIVES)
