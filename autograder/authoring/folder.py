"""A folder that takes the place of another as a whole, or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

FOLDER_MODE = 0o755  # whatever the umask: others may read what is made for them
FILE_MODE = 0o644
PROGRAM_MODE = 0o755
PRIVATE_MODE = 0o600


def write_folder(
    files: Mapping[str, bytes], folder: Path, programs: Collection[str] = (), private: Collection[str] = ()
) -> None:
    """Make `folder` hold exactly `files`: written beside it, then put in its place, so that it is never half.

    Args:
        files: path in the folder, with ``/`` between its parts → content.
        programs: the files that may be run.
        private: the files that nobody else may read.

    Raises:
        OSError: it could not be written; `folder` is as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fresh.chmod(FOLDER_MODE)
        for name, data in files.items():
            mode = PRIVATE_MODE if name in private else PROGRAM_MODE if name in programs else FILE_MODE
            _write(fresh, name, data, mode)
        _put(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write(folder: Path, name: str, data: bytes, mode: int) -> None:
    path = folder / name
    for parent in reversed(path.relative_to(folder).parents[:-1]):
        (folder / parent).mkdir(exist_ok=True)
        (folder / parent).chmod(FOLDER_MODE)
    path.touch(PRIVATE_MODE)  # from the first byte on
    path.write_bytes(data)
    path.chmod(mode)


def _put(fresh: Path, folder: Path) -> None:
    """Give `fresh` the place of `folder`, whose old content goes only then."""
    old = fresh.with_name(f"{fresh.name}-old")
    if folder.exists():
        folder.replace(old)
    try:
        fresh.replace(folder)
    except OSError:
        if old.exists():
            old.replace(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
