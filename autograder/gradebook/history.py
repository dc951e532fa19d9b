"""``history.jsonl``: every grade that was ever given for the hand-ins of a folder of results, one on each line.

Lines are only ever added, and each is on disk before whoever adds it goes on. Whoever is killed in the middle of a line
leaves one without an end: it is passed over, and cut off before the next line is added. That grade was not given.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import StoredError
from autograder.gradebook.fields import parse
from autograder.gradebook.given import Given, decoded, encoded
from autograder.report.files import sync_folder

HISTORY_FILE = "history.jsonl"


@dataclass(frozen=True, kw_only=True)
class History:
    """The grades given for the hand-ins of one folder of results.

    Attributes:
        path: of ``history.jsonl``.
        lines: the oldest first, by their number in the file, from 1.
        first, count: the number of the first line that was read, and how many were, damaged ones too.
        size: bytes up to the end of the last of them.
        digest: SHA-256 of these bytes.
    """

    path: Path
    lines: dict[int, Given] = field(default_factory=dict)
    first: int = 1
    count: int = 0
    size: int = 0
    digest: str = ""

    @property
    def last(self) -> dict[str, Given]:
        """The grade that stands for each hand-in, by its key."""
        return {given.derived.key: given for given in self.lines.values()}

    def of(self, key: str) -> tuple[Given, ...]:
        """The grades of one hand-in, the oldest first."""
        return tuple(given for given in self.lines.values() if given.derived.key == key)


def read_history(out: Path) -> History:
    """The history of the folder of results `out`; one without any if there is none.

    Raises:
        StoredError: a line that is damaged or not one of ours; names file and line.
    """
    history, problems = survey_history(out)
    if problems:
        raise StoredError(
            f"{problems[0]}. Put the line back from a copy of the file, or keep a copy and take the line out: "
            "the grade before it stands then, or it is given anew"
        )
    return history


def survey_history(out: Path, after: History | None = None) -> tuple[History, tuple[str, ...]]:
    """As `read_history`, but a bad line costs only itself: what can be read, and what is wrong with the others.

    Args:
        after: what was read before; only what was added since then is in the answer. If the file does not begin with
            that, it is another one: all of it is in the answer, whose `first` is 1.
    """
    path = out / HISTORY_FILE
    data = _bytes(path)
    if after is not None and _digest(data[: after.size]) != after.digest:
        after = None
    first, start = (1, 0) if after is None else (after.first + after.count, after.size)
    whole = data[start : data.rfind(b"\n") + 1]
    lines, problems = {}, []
    for number, line in enumerate(whole.split(b"\n")[:-1], start=first):
        where = f"{path}, line {number}"
        try:
            lines[number] = decoded(parse(line, where), where)
        except StoredError as error:
            problems.append(str(error))
    size = start + len(whole)
    history = History(
        path=path, lines=lines, first=first, count=whole.count(b"\n"), size=size, digest=_digest(data[:size])
    )
    return history, tuple(problems)


def add(out: Path, given: Iterable[Given]) -> None:
    """Add grades to the history of `out`; they are on disk when this returns. One process may do so at a time.

    Raises:
        OSError: it could not be written.
    """
    data = b"".join(map(encoded, given))
    if not data:
        return
    path = out / HISTORY_FILE
    is_new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        _cut_torn_end(descriptor)
        _write_all(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if is_new:
        sync_folder(out)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise StoredError(f"{path}: cannot be read ({error.strerror})") from None


def _cut_torn_end(descriptor: int) -> None:
    """Cut off what stands after the last end of a line."""
    size = end = os.fstat(descriptor).st_size
    while end and os.pread(descriptor, 1, end - 1) != b"\n":
        end -= 1
    if end < size:
        os.ftruncate(descriptor, end)


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
