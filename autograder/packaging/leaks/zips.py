"""The bytes of a zip that belong to none of its files: whoever unpacks it does not see them, whoever opens it can."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from zipfile import ZipFile, ZipInfo

_LOCAL, _DIRECTORY_ENTRY, _END = 30, 46, 22  # bytes without names and extra fields
_HAS_DESCRIPTOR = 0x08
_SIZES_64, _LONGEST_64 = 1, 28  # the extra field of a file of more than 4 GB, and its most bytes
_ENDS_64 = {b"PK\x06\x06": 56, b"PK\x06\x07": 20}  # what a zip of more than 4 GB has before its end


def loose_bytes(data: bytes, archive: ZipFile) -> bytes:
    """What stands before, between and behind the parts of `archive`, which was opened from `data`."""
    at, loose = 0, b""
    for start, end in sorted([*_members(data, archive), *_ends(data, archive)]):
        loose += data[at:start]
        at = max(at, end)
    return loose + data[at:]


def extra_of(data: bytes, member: ZipInfo) -> bytes:
    """The extra fields of a member, in the directory and before its content, but for long sizes (as in ``.npz``)."""
    name, extra = _lengths(data, member)
    return b"".join(_said(field) for field in (member.extra, data[member.header_offset + _LOCAL + name :][:extra]))


def _said(extra: bytes) -> bytes:
    kind, length = struct.unpack_from("<HH", extra) if len(extra) >= 4 else (0, 0)
    return _said(extra[4 + length :]) if kind == _SIZES_64 and length <= _LONGEST_64 else extra


def _lengths(data: bytes, member: ZipInfo) -> tuple[int, int]:
    name, extra = struct.unpack_from("<HH", data, member.header_offset + 26)
    return int(name), int(extra)


def _members(data: bytes, archive: ZipFile) -> Iterator[tuple[int, int]]:
    for member in archive.infolist():
        end = member.header_offset + _LOCAL + sum(_lengths(data, member)) + member.compress_size
        yield member.header_offset, end + _descriptor(data, end, member)


def _descriptor(data: bytes, at: int, member: ZipInfo) -> int:
    """Bytes of the sizes that stand behind a content that was packed as it came."""
    if not member.flag_bits & _HAS_DESCRIPTOR:
        return 0
    signed = 4 if data[at : at + 4] == b"PK\x07\x08" else 0
    sizes = struct.pack("<II", member.compress_size, member.file_size)
    return signed + (12 if data[at + signed + 4 :].startswith(sizes) else 20)


def _ends(data: bytes, archive: ZipFile) -> Iterator[tuple[int, int]]:
    """The directory and what follows it."""
    at = archive.start_dir
    for _ in archive.infolist():
        name, extra, comment = struct.unpack_from("<HHH", data, at + 28)
        yield at, at + _DIRECTORY_ENTRY + name + extra + comment
        at += _DIRECTORY_ENTRY + name + extra + comment
    for magic, length in _ENDS_64.items():
        if data[at : at + 4] == magic:
            yield at, at + length
            at += length
    end = data.find(b"PK\x05\x06", at)
    yield end, end + _END + len(archive.comment)
