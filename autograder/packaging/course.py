"""Reading the files of a course that go into something else."""

from __future__ import annotations

from pathlib import Path

from autograder.errors import ConfigError
from autograder.packaging.leaks.litter import is_litter


def files_in(folder: Path) -> list[Path]:
    """All files below `folder` but what tools and editors leave behind, sorted; a folder that is not there has none."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in found if not _is_left_behind(path.relative_to(folder))]


def _is_left_behind(path: Path) -> bool:
    return is_litter(path.as_posix()) or any(part.startswith(".") for part in path.parts)


def content_of(path: Path) -> bytes:
    """The bytes of a file; raises `ConfigError`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from None
