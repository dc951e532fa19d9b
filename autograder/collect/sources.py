"""What hand-ins come in: an export of Gradescope, Canvas or Moodle, packed or not, a folder of them, or one alone.

Looking tells which.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

from autograder.collect.archive import export_zip, member_name
from autograder.collect.export import folder_export, zip_export
from autograder.collect.export_metadata import METADATA_FILE
from autograder.collect.lms import folder_download, zip_download
from autograder.collect.lms_names import is_of_download
from autograder.collect.lone import CODE, is_one, is_one_folder
from autograder.collect.names import (
    is_litter_among_hand_ins,
    listed,
    may_be_hand_in,
    safe_key,
    shown,
    stem_of,
    suffix_of,
)
from autograder.collect.pending import Found, Pending, pending_child, pending_path
from autograder.errors import ExportError
from autograder.records import HandIn, Student

_EXPORT_NAME = re.compile(r"assignment_\d+_export")  # any other folder may be a student's, metadata and all


@contextmanager
def hand_ins(source: Path, files: tuple[str, ...]) -> Iterator[Found]:
    """Every hand-in of `source`, still closed, in a stable order.

    Args:
        files: the file names that the assignment wants.

    Raises:
        ExportError: `source` cannot be read as a whole.
    """
    if source.is_dir():
        yield _in_folder(source, files)
    elif not source.is_file():
        raise ExportError(f"{source}: no such file or folder")
    elif suffix_of(source.name) in CODE:
        yield _alone(source, files)
    else:
        with export_zip(source) as archive:
            yield _in_zip(archive, source, files)


def single(path: Path, files: tuple[str, ...]) -> Pending:
    """The one hand-in at `path`; raises `ExportError` if there is nothing."""
    if not path.exists():
        raise ExportError(f"{path}: no such file or folder")
    return pending_path(path, HandIn(key=safe_key(path.resolve().name)), _wanted(files))


def _alone(path: Path, files: tuple[str, ...]) -> Found:
    """The source itself as a hand-in: whoever it is called after."""
    path = path.resolve()
    return Found([pending_path(path, _hand_in(path, safe_key(path.name)), _wanted(files))], is_alone=True)


def _wanted(files: tuple[str, ...]) -> str:
    """What a single ``.py`` is, whatever it is called: the wanted file, if there is only one; else nobody knows."""
    return files[0] if len(files) == 1 else ""


def _in_zip(archive: ZipFile, path: Path, files: tuple[str, ...]) -> Found:
    """The hand-ins of a packed export; they can be opened as long as `archive` is open."""
    members = [(member_name(info).replace("\\", "/"), info) for info in archive.infolist()]
    exported = zip_export(archive, members, path)
    found = zip_download(archive, members, path) if exported is None else Found(exported)
    if found is None and is_one((name for name, _ in members), files):
        found = _alone(path, files)
    if found is None:
        names = listed(name for name, _ in members) or "nothing"
        expected = (
            f"a Gradescope export with {METADATA_FILE}, a download of all hand-ins from Canvas or Moodle, "
            "or one hand-in with its files at the top or in one folder"
        )
        several = "; if these are several hand-ins, unpack the zip and grade the folder" if members else ""
        raise ExportError(f"{path}: expected {expected}, found {names}{several}")
    return found


def _in_folder(folder: Path, files: tuple[str, ...]) -> Found:
    export = _export_in(folder)
    if export:
        return Found(folder_export(export, _wanted(files)))
    paths = _children(folder)
    if is_one_folder(folder, paths, files):
        return _alone(folder, files)
    of_staff = [path for path in paths if _is_of_staff(path)]
    nobodys = [path for path in of_staff if not is_of_download(path.name)]
    found = folder_download([path for path in paths if path not in nobodys])
    if found is None:
        nobodys = of_staff
        found = Found(_plain_folder(folder, [path for path in paths if path not in nobodys], _wanted(files)))
    return replace(found, left_out=tuple(sorted({*found.left_out, *(shown(path.name) for path in nobodys)})))


def _export_in(folder: Path) -> Path | None:
    """The unpacked export that `folder` is, or that is all there is in it."""
    if (folder / METADATA_FILE).is_file():
        return folder
    inside = _children(folder)
    alone = inside[0] if len(inside) == 1 and _EXPORT_NAME.fullmatch(inside[0].name) else None
    return alone if alone and (alone / METADATA_FILE).is_file() else None


_OF_STAFF = (".csv", ".xlsx", ".md", ".toml", ".yml", ".json")  # lists that lie beside hand-ins, and are none


def _is_of_staff(path: Path) -> bool:
    is_renamed = suffix_of(stem_of(path.name)) in CODE  # ada.ipynb.json, as some browsers save it
    return suffix_of(path.name) in _OF_STAFF and not is_renamed and not path.is_dir()


def _plain_folder(folder: Path, paths: list[Path], wanted: str) -> list[Pending]:
    """One hand-in per subfolder, zip, ``.py`` or notebook; any other file was handed in as well, so it appears."""
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
    return path.is_symlink() or path.is_dir() or may_be_hand_in(path.name)
