"""Opening ``gradebook.sqlite``: only a file that is ours, brought up to date, for many readers beside one writer."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from autograder.errors import StoredError
from autograder.gradebook.disk import network_file_system
from autograder.gradebook.schema import APPLICATION_ID, STEPS

GRADEBOOK_FILE = "gradebook.sqlite"

_WAIT = 30.0  # seconds for another writer
_MAGIC = b"SQLite format 3\0"
_REBUILD = "every grade is in the folders of results: move it away and run autograder gradebook rebuild"


@contextmanager
def connected(path: Path, *, making: bool = False) -> Iterator[sqlite3.Connection]:
    """The gradebook at `path`, of today's schema.

    Args:
        making: make one where there is none.

    Raises:
        StoredError: there is none; it is damaged, of another program, or of a newer version of this one.
    """
    _require(path, making)
    with telling(path), closing(_open(path)) as connection:
        _migrate(connection, path)
        yield connection


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a `StoredError` about `path`."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise StoredError(f"{path}: {_in_words(str(error))}") from None


def _in_words(error: str) -> str:
    """What SQLite says, and what to do about it."""
    if "locked" in error or "busy" in error:
        return f"another program has been writing to it for {_WAIT:g} s; try again"
    if "unable to open" in error or "readonly" in error:
        return (
            f"SQLite writes beside what it reads, and may not here ({error}); give --gradebook a copy in another folder"
        )
    if "is full" in error:
        return f"there is no room left to write to ({error}); it is as it was"
    return f"the gradebook cannot be used ({error}); {_REBUILD}"


def shared_disk(path: Path) -> str:
    """What to tell of a gradebook on a network file system; "" for one on a local disk."""
    kind = network_file_system(path)
    if not kind:
        return ""
    return (
        f"{path} lies on a network file system ({kind}), where SQLite's WAL is not safe: readers and a writer wait for "
        "each other, and only one machine at a time may write. Give --gradebook a path on a local disk if you can"
    )


def _require(path: Path, making: bool) -> None:
    try:
        if not path.exists():
            if not making:
                raise StoredError(f"{path}: there is no gradebook; make one with autograder gradebook rebuild OUT")
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))  # its owner's only, and so are its journals
        elif not _may_be_sqlite(path):
            raise _foreign(path)
    except OSError as error:
        raise StoredError(f"{path}: cannot be opened ({error.strerror})") from None


def _may_be_sqlite(path: Path) -> bool:
    """Whether it begins as SQLite's files do; an empty one is a new one."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) in (b"", _MAGIC)


def _foreign(path: Path) -> StoredError:
    return StoredError(
        f"{path}: expected a gradebook, found a file of something else; it stays as it is: move it away and run "
        "autograder gradebook rebuild OUT, or give --gradebook another path"
    )


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    _require_ours(connection, path)
    mode = "DELETE" if network_file_system(path) else "WAL"
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != mode.lower():
        with suppress(sqlite3.OperationalError):  # somebody is reading, or the disk cannot: it works without, too
            connection.execute(f"PRAGMA journal_mode = {mode}")
    return connection


def _require_ours(connection: sqlite3.Connection, path: Path) -> None:
    """Before anything is written: no database of another program is touched."""
    known = connection.execute("PRAGMA application_id").fetchone()[0]
    is_empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if known != APPLICATION_ID and not (known == 0 and is_empty):
        raise _foreign(path)


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Take the steps that the file lacks, all or none."""
    if _steps(connection) == len(STEPS):
        return
    with transaction(connection):
        done = _steps(connection)  # again: another process may have taken them meanwhile
        if done > len(STEPS):
            raise StoredError(
                f"{path}: a gradebook of schema {done}, made by a newer version; this one knows {len(STEPS)}"
            )
        for number, step in enumerate(STEPS[done:], start=done + 1):
            for statement in _statements(step):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything that is written inside, or nothing; others read what was there before until it is done."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _steps(connection: sqlite3.Connection) -> int:
    number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number


def _statements(script: str) -> Iterator[str]:
    """One by one: `executescript` would commit first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
