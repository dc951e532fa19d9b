"""Reading zip files that strangers made, without ever extracting them.

Names, sizes and kinds come from the table of contents and are only claims: names are guarded by `admit`, sizes by
reading with a cap, contents by their checksum.
"""

from __future__ import annotations

import io
import stat
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from autograder.collect.entries import AGAIN, MIB, NOT_A_ZIP, Candidate, Entry, Problem, admit, read_chunks, translated
from autograder.collect.names import shown
from autograder.errors import ExportError, HandInError

MAX_CONTENTS_BYTES = 8 * MIB  # of a hand-in's table of contents: some 60,000 names
MAX_INNER_BYTES = 512 * MIB  # of a zip inside a zip, which is unpacked to a temporary file
MAX_RATIO = 200  # source text shrinks about 5 times, repetitive notebooks 50 times
_RATIO_FROM_BYTES = 64 << 10
_MAX_EXPORT_CONTENTS_BYTES = 512 * MIB
_SPOOL_BYTES = 8 * MIB

_ENCRYPTED = 0x1  # bits of ZipInfo.flag_bits
_UTF8_NAME = 0x800

Members = Sequence[tuple[str, ZipInfo]]
"""What is in a zip, each under its name with ``/``."""


def zip_entries(archive: ZipFile) -> tuple[Entry, ...]:
    """The files of a hand-in that is a zip; raises `HandInError`."""
    return admit(zip_candidates(archive, ((member_name(info), info) for info in archive.infolist())))


def zip_candidates(archive: ZipFile, members: Iterable[tuple[str, ZipInfo]]) -> Iterator[Candidate]:
    """Members, each under the name it has inside its hand-in."""
    for name, info in members:
        yield Candidate(
            name=name,
            size=info.file_size,
            open=partial(_open_member, archive, info, name),
            is_folder=info.orig_filename.endswith(("/", "\\")),
            problem=_problem(info),
        )


def member_name(info: ZipInfo) -> str:
    """A member's name as it was written, with any NUL, backslash or ``..`` still in it.

    Names without the UTF-8 mark are decoded as cp437 by the standard; where they make sense as UTF-8, which macOS
    writes without the mark, they are taken as that.
    """
    name = info.orig_filename
    if info.flag_bits & _UTF8_NAME:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _problem(info: ZipInfo) -> Problem | None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return Problem.LINK
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return Problem.SPECIAL
    return Problem.ENCRYPTED if info.flag_bits & _ENCRYPTED else None


def _open_member(archive: ZipFile, info: ZipInfo, name: str) -> IO[bytes]:
    # bzip2 and LZMA are refused because zipfile cannot bound what one step of theirs unpacks to
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise HandInError(f"{shown(name)} is packed in an unusual way; zip it again with your system's own tool")
    if info.file_size > max(_RATIO_FROM_BYTES, MAX_RATIO * info.compress_size):
        raise HandInError(f"{shown(name)} would unpack to more than {MAX_RATIO} times its size")
    return archive.open(info)


@contextmanager
def opened_zip(source: Path | IO[bytes], name: str, contents_cap: int = MAX_CONTENTS_BYTES) -> Iterator[ZipFile]:
    """Open a zip and read its table of contents, of at most `contents_cap` bytes.

    Raises:
        HandInError: not a zip, or one with a broken or huge table of contents; `name` is used in the message.
    """
    with translated(name):
        stream = source.open("rb") if isinstance(source, Path) else source
    with stream:
        with translated(name):
            archive = ZipFile(_Frugal(stream, contents_cap))
        with archive:
            yield archive


class _Frugal(io.BufferedIOBase):
    """A stream that never hands out more than `cap` bytes at once.

    zipfile reads the whole table of contents in one go and makes an object of each line.
    """

    def __init__(self, stream: IO[bytes], cap: int) -> None:
        self._stream = stream
        self._cap = cap
        self._end = stream.seek(0, io.SEEK_END)

    def read(self, size: int | None = -1) -> bytes:
        left = max(self._end - self.tell(), 0)
        asked = left if size is None or size < 0 else min(size, left)
        if asked > self._cap:
            raise HandInError(f"the table of contents of a zip takes more than {self._cap / MIB:g} MiB")
        return self._stream.read(asked)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


@contextmanager
def unwrapped(entries: tuple[Entry, ...]) -> Iterator[tuple[Entry, ...]]:
    """The files of a hand-in whose only content is one zip; other hand-ins stay as they are.

    Raises:
        HandInError: several zips and no source, or a zip inside the zip.
    """
    if any(entry.suffix in (".py", ".ipynb") for entry in entries):
        yield entries
        return
    zips = [entry for entry in entries if entry.suffix == ".zip"]
    if len(zips) > 1:
        raise HandInError(f"expected one zip, found {shown(zips[0].name)} and {shown(zips[1].name)}")
    if not zips:
        yield entries
        return
    with _inner_zip(zips[0]) as archive:
        inner = zip_entries(archive)
        refuse_zips(inner, zips[0].name)
        yield inner


@contextmanager
def _inner_zip(entry: Entry) -> Iterator[ZipFile]:
    """Open the zip `entry`: in place where it is a file of its own, however large; else a copy of it."""
    if entry.path and not entry.problem:
        with opened_zip(entry.path, entry.name) as archive:
            yield archive
        return
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES) as spool:
        for piece in read_chunks(entry, MAX_INNER_BYTES):
            spool.write(piece)
        with opened_zip(spool, entry.name) as archive:
            yield archive


def refuse_zips(entries: tuple[Entry, ...], name: str) -> None:
    """Raise `HandInError` where a zip called `name` has no source files but another zip."""
    if any(entry.suffix in (".py", ".ipynb") for entry in entries):
        return
    for entry in entries:
        if entry.suffix == ".zip":
            raise HandInError(f"{shown(name)} holds another zip, {shown(entry.name)}; hand in the files themselves")


@contextmanager
def as_export_error(path: Path) -> Iterator[None]:
    """What would be wrong with one hand-in is wrong with the whole export at `path`."""
    try:
        yield
    except HandInError as error:
        raise ExportError(f"{path}: {str(error).removesuffix(AGAIN)}") from None


@contextmanager
def export_zip(path: Path) -> Iterator[ZipFile]:
    """Open a whole export; raises `ExportError`."""
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(opened_zip(path, path.name, contents_cap=_MAX_EXPORT_CONTENTS_BYTES))
        except HandInError as error:
            expected = (
                "; expected an export (.zip), a folder of hand-ins, or one (.zip, .py, .ipynb)"
                if NOT_A_ZIP in str(error)
                else ""
            )
            raise ExportError(f"{path}: {str(error).removesuffix(AGAIN)}{expected}") from None
        yield archive
