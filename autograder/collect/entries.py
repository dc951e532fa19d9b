"""The files of one hand-in: what is admitted, and how it is read.

Archives and folders both offer `Candidate`s; `admit` guards them in one place and makes them `Entry`s. Nothing is
ever extracted: an entry is read into memory, with a cap, when its text is wanted.
"""

from __future__ import annotations

import errno
import lzma
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from autograder.collect.names import clean_name, is_litter, shown, suffix_of
from autograder.errors import ExportError, HandInError

MIB = 1 << 20
MAX_FILES = 2000  # per hand-in, litter apart
MAX_TOTAL_BYTES = 256 * MIB  # of all files of a hand-in
MAX_SOURCES_BYTES = 32 * MIB  # of all .py files of a hand-in together: they are all in memory at once
MAX_SOURCE_BYTES = 4 * MIB  # of one .py file
MAX_NOTEBOOK_BYTES = 16 * MIB  # of one notebook, whose figures take most of it

CHUNK = 64 << 10  # bytes

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


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A file or folder as an archive or a disk names it, not yet trusted.

    Attributes:
        name: as found, relative to the hand-in.
        size: bytes, as declared.
        problem: why it must be refused, such as ``is a link``; else empty.
        open: starts reading the bytes.
    """

    name: str
    size: int
    open: Callable[[], IO[bytes]]
    is_folder: bool = False
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A file that passed the guards; its bytes are still untouched.

    Attributes:
        name: clean relative path, such as ``hw2/layers.py``.
        size: bytes, as declared.
        open: starts reading the bytes.
    """

    name: str
    size: int
    open: Callable[[], IO[bytes]]

    @property
    def suffix(self) -> str:
        """``.py``, ``.ipynb``, ``.zip``, …, in lower case."""
        return suffix_of(self.name)


def admit(candidates: Iterable[Candidate]) -> tuple[Entry, ...]:
    """The files of a hand-in, sorted by name, without litter.

    Raises:
        HandInError: a name, a kind of file, a count, a size or a duplicate that is refused; names the file.
    """
    admitted: dict[str, Entry] = {}
    total = 0
    for candidate in candidates:
        name = clean_name(candidate.name)
        if not name or is_litter(name):
            continue
        if candidate.problem:
            raise HandInError(f"{shown(name)} {candidate.problem}")
        if candidate.is_folder:
            continue
        identity = _identity(name)
        if identity in admitted:
            raise HandInError(f"two files have the same name: {shown(admitted[identity].name)} and {shown(name)}")
        total += candidate.size
        admitted[identity] = Entry(name=name, size=candidate.size, open=candidate.open)
        _check_amount(len(admitted), total, name)
    return tuple(sorted(admitted.values(), key=lambda entry: entry.name))


def _identity(name: str) -> str:
    """What must differ between two files; for source files also on disks that ignore case or compatibility forms."""
    if suffix_of(name) in (".py", ".ipynb"):
        return unicodedata.normalize("NFKC", name).casefold()
    return name


def _check_amount(files: int, total_bytes: int, name: str) -> None:
    if files > MAX_FILES:
        raise HandInError(f"more than {MAX_FILES} files were handed in; the first one too many is {shown(name)}")
    if total_bytes > MAX_TOTAL_BYTES:
        raise HandInError(f"the files take more than {MAX_TOTAL_BYTES // MIB} MiB, counted up to {shown(name)}")


def read(entry: Entry, cap: int) -> bytes:
    """The bytes of `entry`; at most `cap` are ever held, whatever size it declares.

    Raises:
        HandInError: too large, corrupt, or not permitted to read.
        ExportError: the disk fails, which no student did.
    """
    return b"".join(read_chunks(entry, cap))


def read_chunks(entry: Entry, cap: int) -> Iterator[bytes]:
    """The bytes of `entry` in pieces of `CHUNK`; raises as `read`."""
    seen = 0
    with translated(entry.name), entry.open() as stream:
        while piece := stream.read(CHUNK):
            seen += len(piece)
            if seen > cap:
                raise _too_large(entry, cap)
            yield piece
        if seen != entry.size:  # zipfile checks the checksum, but not that the end was reached
            raise EOFError(f"expected {entry.size} bytes, found {seen}")


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
            raise HandInError(f"{shown(name)} is damaged: {_why(error)}") from None
        raise ExportError(f"{shown(name)} cannot be read: {error.strerror}") from error
    except MemoryError:
        raise HandInError(f"{shown(name)} is damaged: it asks for more memory than there is") from None
    except _CORRUPT as error:
        raise HandInError(f"{shown(name)} is damaged: {_why(error)}") from None


def _why(error: Exception) -> str:
    if str(error).startswith("Bad CRC-32"):  # zipfile then names the member by its path in the archive
        return "its checksum is wrong"
    return shown(str(error), 120) or type(error).__name__
