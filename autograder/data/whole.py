"""Folders that are whole or not there at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.errors import DataError


def in_use(target: Path) -> bool:
    """Whether there is a file of that name, or a folder with something in it."""
    return target.exists() and (not target.is_dir() or any(target.iterdir()))


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A fresh folder to fill, which becomes `target` at the end; on failure, an interrupt too, nothing is left.

    Raises:
        DataError: `target` holds something already, or cannot be made.
    """
    if in_use(target):
        raise DataError(f"{target}: expected a folder that is new or empty, found something in it")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise DataError(f"{target}: cannot be made ({error.strerror})") from None
    try:
        yield fresh
        fresh.chmod(0o755)
        if target.exists():
            target.rmdir()
        fresh.replace(target)
    except OSError as error:
        raise DataError(f"{error.filename or target}: cannot be written ({error.strerror or error})") from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
