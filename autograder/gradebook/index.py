"""The gradebook: an index in SQLite over any number of folders of results, which can be made anew from them.

It is never the only place of anything. A batch keeps it along the way; whoever rebuilds it gets the same.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.gradebook.connection import connected, telling, transaction
from autograder.gradebook.folder import folders, stamp, stored
from autograder.gradebook.rows import Rows, printable


@dataclass(frozen=True, kw_only=True)
class Rebuilt:
    """What a rebuild found.

    Attributes:
        hand_ins: how many there are.
        problems: what is wrong with each file that cannot be read.
    """

    hand_ins: int
    problems: tuple[str, ...]


class Gradebook:
    """An open gradebook; see `opened`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection

    @property
    def places(self) -> dict[int, Path]:
        """The folders of results that it knows, by their numbers in it."""
        found = self.connection.execute("SELECT id, path FROM folder ORDER BY id")
        return {row: Path(os.path.normpath(self._base / path)) for row, path in found}

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders of results that it knows."""
        return tuple(self.places.values())

    def left_out(self, outs: Sequence[Path]) -> tuple[Path, ...]:
        """The folders of results that it knows, and would not know after a rebuild of `outs`."""
        kept = {self._place(out) for out in outs}
        return tuple(path for path in self.folders if self._place(path) not in kept)

    def rebuild(self, outs: Sequence[Path], report: Callable[[int, int], None] | None = None) -> Rebuilt:
        """Make it anew of the folders of results `outs`, and of no others; readers see the old one until it is done.

        Args:
            report: is told how many of how many hand-ins are done.

        Raises:
            StoredError: one of `outs` is no folder; the gradebook is as it was.
        """
        outs = list({self._place(out): out for out in outs}.values())  # one that is named twice is one
        found = [(out, path) for out in outs for path in folders(out)]
        problems: list[str] = []
        with self._writing() as rows:
            rows.clear()
            for out in outs:
                problems += rows.put_history(rows.folder(self._place(out)), out)
            for done, (out, path) in enumerate(found, start=1):
                of_one = stored(path)
                rows.put(rows.folder(self._place(out)), of_one)
                problems += of_one.problems
                if report is not None:
                    report(done, len(found))
        return Rebuilt(hand_ins=len(found), problems=tuple(problems))

    def keep(self, out: Path, keys: Sequence[str] | None = None) -> None:
        """Take in what has changed of some hand-ins of the folder of results `out`, or of all, and of its history.

        Raises:
            StoredError: `out` is no folder; somebody else has been writing for too long; the gradebook is damaged.
        """
        with self._writing() as rows:
            paths = folders(out) if keys is None else [out / key for key in keys]  # not before: nobody else writes now
            folder = rows.folder(self._place(out))
            if keys is None:
                rows.keep_only(folder, [path.name for path in paths])
            for path in paths:
                if not rows.has(folder, path.name, stamp(path)):
                    rows.put(folder, stored(path))
            rows.put_history(folder, out)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read inside is of one moment, whatever others write meanwhile; they need not wait."""
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.execute("ROLLBACK")

    @contextmanager
    def _writing(self) -> Iterator[Rows]:
        """All that is put into the rows, or nothing."""
        with telling(self.path), transaction(self.connection):
            yield Rows(self.connection)

    @property
    def _base(self) -> Path:
        return self.path.resolve().parent

    def _place(self, out: Path) -> str:
        """How `out` is called in it: a course that moves takes its gradebook along."""
        out = out.resolve()
        return printable(out.relative_to(self._base).as_posix() if out.is_relative_to(self._base) else str(out))


@contextmanager
def opened(path: Path, *, making: bool = False) -> Iterator[Gradebook]:
    """The gradebook at `path`; `making`: a new one where there is none. Raises `StoredError`."""
    with connected(path, making=making) as connection:
        yield Gradebook(path, connection)
