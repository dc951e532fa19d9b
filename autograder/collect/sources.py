"""What hand-ins come in: an export, packed or not, or a plain folder; told apart by looking."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.collect.export import folder_export, zip_export
from autograder.collect.names import is_litter_among_hand_ins, safe_key, suffix_of
from autograder.collect.pending import ONE_FILE, Pending, pending_child, pending_path
from autograder.collect.roster import METADATA_FILE
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
        with zip_export(source) as found:
            yield found
    elif source.is_dir():
        export = _export_in(source)
        yield folder_export(export, wanted) if export else _plain_folder(source, wanted)
    else:
        raise ExportError(f"{source}: no such file or folder")


def single(path: Path, wanted: str) -> Pending:
    """The one hand-in at `path`; raises `ExportError` if there is nothing."""
    if not path.exists():
        raise ExportError(f"{path}: no such file or folder")
    return pending_path(path, HandIn(key=safe_key(path.resolve().name)), wanted)


def _export_in(folder: Path) -> Path | None:
    """The unpacked export that `folder` is, or that is all there is in it."""
    if (folder / METADATA_FILE).is_file():
        return folder
    inside = _children(folder)
    alone = inside[0] if len(inside) == 1 and _EXPORT_NAME.fullmatch(inside[0].name) else None
    return alone if alone and (alone / METADATA_FILE).is_file() else None


_OF_STAFF = (".csv", ".xlsx", ".md", ".toml", ".yml", ".json")  # lists that lie beside hand-ins, and are none


def _plain_folder(folder: Path, wanted: str) -> list[Pending]:
    """One hand-in per subfolder, zip, ``.py`` or notebook; any other file was handed in as well, so it appears."""
    paths = [path for path in _children(folder) if suffix_of(path.name) not in _OF_STAFF or path.is_dir()]
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
