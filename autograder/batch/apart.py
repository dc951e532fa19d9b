"""Hand-ins in one folder, results in another: where they are mixed up, results would be graded as a class."""

from __future__ import annotations

from pathlib import Path

from autograder.batch.lock import LOCK_FILE
from autograder.collect.names import listed
from autograder.errors import ConfigError
from autograder.gradebook.history import HISTORY_FILE


def require_apart(source: Path, out: Path) -> None:
    """Raise `ConfigError` where results are to be graded, or to be written among hand-ins or other files."""
    if source.is_dir() and out.resolve().is_relative_to(source.resolve()):
        raise ConfigError(f"--out {out}: results must not lie among the hand-ins in {source}")
    if _has_results(source):
        raise ConfigError(
            f"{source}: expected hand-ins, found results of autograder grade (with {HISTORY_FILE} or {LOCK_FILE})"
        )
    others = () if _has_results(out) else _visible(out)
    if others:
        raise ConfigError(
            f"--out {out}: expected a new or empty folder, or one with earlier results, found {listed(others)}"
        )


def _has_results(folder: Path) -> bool:
    return (folder / HISTORY_FILE).is_file() or (folder / LOCK_FILE).is_file()


def _visible(folder: Path) -> tuple[str, ...]:
    inside = folder.iterdir() if folder.is_dir() else ()
    return tuple(sorted(path.name for path in inside if not path.name.startswith(".")))
