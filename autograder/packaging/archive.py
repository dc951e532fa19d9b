"""Zip files that are the same bytes whenever and wherever they are made (as flit_core makes its wheels).

Members stand in the order of their names, with the first time that a zip can hold and with modes that no umask has
touched. What is left is zlib: another version of it may pack the same content into other bytes.
"""

from __future__ import annotations

import io
import stat
from collections.abc import Collection, Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from autograder.authoring.folder import FILE_MODE, PROGRAM_MODE

Files = Mapping[str, bytes]
"""Path, with ``/`` between its parts → content."""

EPOCH = 315532800  # 1980-01-01 in seconds since 1970: what SOURCE_DATE_EPOCH is to other tools
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3  # the system whose modes are meant


def zipped(files: Files, programs: Collection[str] = (), *, folder: str = "") -> bytes:
    """A zip with `files`.

    Args:
        programs: the files that may be run.
        folder: the folder inside of the zip that everything lies in; empty for none.
    """
    stream = io.BytesIO()
    with ZipFile(stream, "w", compression=ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            archive.writestr(_member(f"{folder}/{name}" if folder else name, name in programs), files[name])
    return stream.getvalue()


def _member(name: str, is_program: bool) -> ZipInfo:
    member = ZipInfo(name, date_time=_FIRST_TIME)
    member.create_system = _UNIX
    member.compress_type = ZIP_DEFLATED
    member.external_attr = (stat.S_IFREG | (PROGRAM_MODE if is_program else FILE_MODE)) << 16
    return member


def unzipped(data: bytes) -> dict[str, bytes]:
    """The files of a zip of our own making."""
    with ZipFile(io.BytesIO(data)) as archive:
        return {member.filename: archive.read(member) for member in archive.infolist() if not member.is_dir()}
