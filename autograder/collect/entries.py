"""The files of one hand-in: what is admitted, and how it is read.

Archives and folders both offer `Candidate`s; `admit` guards them in one place and makes them `Entry`s. Nothing is
ever extracted: an entry is read into memory, with a cap, when its text is wanted.
"""

from __future__ import annotations

import errno
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import IO

from autograder.collect.names import clean_name, environments_in, is_litter, is_of_environment, shown, suffix_of
from autograder.errors import ExportError, HandInError

MIB = 1 << 20
MAX_LISTED = 50_000  # files of a hand-in whose names are looked at, litter apart; few of them are ever read
MAX_SOURCES_BYTES = 8 * MIB  # of all .py files that are read of a hand-in: they are all in memory at once
MAX_SOURCE_BYTES = 4 * MIB  # of one .py file
MAX_NOTEBOOK_BYTES = 16 * MIB  # of one notebook, whose figures take most of it

CHUNK = 64 << 10  # bytes

NOT_A_ZIP = "is damaged: it is not a zip file"
AGAIN = ": hand it in again"  # ends the sentence about what else is damaged

_CORRUPT = (
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
_CORRUPT_ERRNOS = (None, errno.EINVAL, errno.EOVERFLOW)  # a hostile archive asks for impossible positions


class Problem(Enum):
    """Why the bytes of a file are never read. It only matters where the file is needed."""

    LINK = "is a link; hand in the file itself"
    SPECIAL = "is a special file; hand in plain files"
    ENCRYPTED = "is encrypted; hand in a zip without a password"
    CLOSED = "cannot be read: permission denied"
    TWICE = "is there twice under the same name; hand in one of them"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A file or folder as an archive or a disk names it, not yet trusted.

    Attributes:
        name: as found, relative to the hand-in.
        size: bytes, as declared.
        open: starts reading the bytes.
        problem: why it must not be read; else None.
        path: where it lies, if it is a file of its own on a disk.
    """

    name: str
    size: int
    open: Callable[[], IO[bytes]]
    is_folder: bool = False
    problem: Problem | None = None
    path: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A file whose name passed the guards; its bytes are still untouched.

    Attributes:
        name: clean relative path, such as ``hw2/layers.py``.
        size: bytes, as declared.
        open: starts reading the bytes.
        problem, path: as of `Candidate`.
    """

    name: str
    size: int
    open: Callable[[], IO[bytes]]
    problem: Problem | None = None
    path: Path | None = None

    @property
    def suffix(self) -> str:
        """``.py``, ``.ipynb``, ``.zip``, …, in lower case."""
        return suffix_of(self.name)


def admit(candidates: Iterable[Candidate]) -> tuple[Entry, ...]:
    """The files of a hand-in, sorted by name, without litter and Python environments.

    What must not be read is listed all the same: it is refused when it turns out to be needed.

    Raises:
        HandInError: a name that leads out of the hand-in, or more names than anybody hands in.
    """
    admitted: dict[str, Entry] = {}
    environments: set[str] = set()
    for candidate in candidates:
        name = clean_name(candidate.name)
        environments.update(environments_in(name))
        if not name or is_litter(name) or (candidate.is_folder and not candidate.problem):
            continue
        problem = Problem.TWICE if name in admitted else candidate.problem
        admitted[name] = Entry(
            name=name, size=candidate.size, open=candidate.open, problem=problem, path=candidate.path
        )
        if len(admitted) > MAX_LISTED:
            raise HandInError(f"more than {MAX_LISTED:,} files were handed in; hand in only your own work")
    entries = sorted(admitted.values(), key=lambda entry: entry.name)
    return tuple(entry for entry in entries if not is_of_environment(entry.name, environments))


def read(entry: Entry, cap: int) -> bytes:
    """The bytes of `entry`; at most `cap` are ever held, whatever size it declares.

    Raises:
        HandInError: too large, corrupt, not permitted to read, or a link and the like.
        ExportError: the disk fails, which no student did.
    """
    return b"".join(read_chunks(entry, cap))


def read_chunks(entry: Entry, cap: int) -> Iterator[bytes]:
    """The bytes of `entry` in pieces of `CHUNK`; raises as `read`."""
    if entry.problem:
        raise HandInError(f"{shown(entry.name)} {entry.problem.value}")
    seen = 0
    with translated(entry.name), entry.open() as stream:
        while piece := stream.read(CHUNK):
            seen += len(piece)
            if seen > cap:
                raise _too_large(entry, cap)
            yield piece
        if seen != entry.size:  # zipfile checks the checksum, but not that the end was reached
            raise EOFError


def _too_large(entry: Entry, cap: int) -> HandInError:
    return HandInError(f"{shown(entry.name)} is too large: at most {cap / MIB:g} MiB are read")


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Turn what reading raises into a `HandInError` about `name`, or an `ExportError` where the disk is at fault."""
    try:
        yield
    except HandInError:
        raise
    except PermissionError:
        raise HandInError(f"{shown(name)} cannot be read: permission denied") from None
    except OSError as error:
        if error.errno in _CORRUPT_ERRNOS:
            raise _damaged(name) from None
        raise ExportError(f"{shown(name)} cannot be read: {error.strerror}") from error
    except MemoryError:  # it asks for more memory than there is
        raise _damaged(name) from None
    except _CORRUPT as error:
        raise _damaged(name, is_zip="not a zip" not in str(error)) from None


def _damaged(name: str, is_zip: bool = True) -> HandInError:
    """One sentence whichever way bytes are damaged: what zlib and zipfile say depends on the place alone."""
    return HandInError(f"{shown(name)} {f'is damaged and cannot be unpacked{AGAIN}' if is_zip else NOT_A_ZIP}")
