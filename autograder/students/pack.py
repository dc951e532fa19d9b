"""The zip that is handed in: made of what the grader wants and nothing else, the same bytes for the same files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.assignment import Assignment
from autograder.authoring.folder import FILE_MODE
from autograder.collect.entries import MAX_NOTEBOOK_BYTES, Entry, read
from autograder.collect.folder import folder_entries
from autograder.collect.names import folder_of, shown, suffix_of
from autograder.errors import ConfigError, GraderFault
from autograder.packaging.archive import zipped
from autograder.records import SourceFile, Submission


@dataclass(frozen=True, kw_only=True)
class Packed:
    """A hand-in as it will be sent.

    Attributes:
        sizes: name in the zip → bytes.
    """

    path: Path
    sizes: Mapping[str, int]


def pack(
    folder: Path, assignment: Assignment, submission: Submission, target: Path, look: Callable[[Path], None]
) -> Packed:
    """Write the zip of `submission`, which was collected from the handout in `folder`.

    Wanted files keep their place beside each other at the top, under their wanted names; what they import lies below,
    as it did, and weights beside them.

    Args:
        look: looks at the finished zip before it takes its place; what it raises leaves everything as it was.

    Raises:
        ConfigError: `target` cannot be written.
    """
    contents = _contents(folder, assignment, submission)
    try:
        _write(contents, target, look)
    except OSError as error:
        raise ConfigError(f"{target}: cannot be written ({error.strerror})") from None
    return Packed(path=target, sizes={name: len(data) for name, data in contents.items()})


def require_same(here: Submission, packed: Submission) -> None:
    """Raise `GraderFault` if the grader would read something else from the zip than lies in the handout."""
    sources = {name: source.text for name, source in here.sources.items()}
    weights = {name: found.sha256 for name, found in here.weights.items()}
    read_again = {name: source.text for name, source in packed.sources.items()}
    if read_again != sources or {name: found.sha256 for name, found in packed.weights.items()} != weights:
        differing = sorted({name for name in sources.keys() | read_again if sources.get(name) != read_again.get(name)})
        raise GraderFault(f"the zip does not say what this folder says: {', '.join(differing) or 'weights'}")


def _contents(folder: Path, assignment: Assignment, submission: Submission) -> dict[str, bytes]:
    """Name in the zip → bytes, sorted by name."""
    entries = {shown(entry.name): entry for entry in folder_entries(folder)}
    wanted = {file.removesuffix(".py"): file for file in assignment.files}
    first = next(source for module, source in submission.sources.items() if module in wanted)
    home = folder_of(first.origin)
    contents = {}
    for module, source in submission.sources.items():
        name = _name_of(source, wanted.get(module), home)
        contents[name] = read(_entry(entries, source.origin), MAX_NOTEBOOK_BYTES)
    for weights in submission.weights.values():
        contents[weights.name] = weights.path.read_bytes()
    return dict(sorted(contents.items()))


def _name_of(source: SourceFile, wanted: str | None, home: str) -> str:
    """Its name in the zip: a wanted file's own, whatever it is called here; else its place below `home`."""
    if wanted is not None and suffix_of(source.origin) != ".ipynb":
        return wanted
    return source.origin.removeprefix(f"{home}/") if home else source.origin


def _entry(entries: Mapping[str, Entry], origin: str) -> Entry:
    if origin not in entries:
        raise ConfigError(f"{origin}: the file went away while it was packed; try again")
    return entries[origin]


def _write(contents: Mapping[str, bytes], target: Path, look: Callable[[Path], None]) -> None:
    """Whole or not at all: beside its place first."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.stem}-", suffix=".zip", dir=target.parent)
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(zipped(contents))
        look(fresh)
        fresh.chmod(FILE_MODE)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
