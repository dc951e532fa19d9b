"""What can be read in bytes that are no text in UTF-8: in other codings of letters, and packed."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import zlib
from collections.abc import Iterator
from typing import Any

PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
"""How gzip, bzip2 and xz begin."""
OPAQUE = {b"7z\xbc\xaf\x27\x1c": "7z", b"Rar!\x1a\x07": "RAR", b"\x28\xb5\x2f\xfd": "zstd"}
"""How archives begin that cannot be looked into here."""

_PRINTABLE = re.compile(rb"[\x20-\x7e\t\r\n]{8,}")
_WIDE = {  # letters of two and of four bytes, as numpy and Windows keep them
    "utf-16-le": re.compile(rb"(?:[\x20-\x7e\t\r\n]\x00){8,}"),
    "utf-16-be": re.compile(rb"(?:\x00[\x20-\x7e\t\r\n]){8,}"),
    "utf-32-le": re.compile(rb"(?:[\x20-\x7e\t\r\n]\x00{3}){8,}"),
    "utf-32-be": re.compile(rb"(?:\x00{3}[\x20-\x7e\t\r\n]){8,}"),
}
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")  # in the text chunks of PNG, in PDF
_LONGEST = 16 << 20  # bytes that such a stream is followed for
_NAMED, _WITH_EXTRA = 0x08, 0x04  # flags of gzip


def decoded(data: bytes) -> str:
    """A text as UTF-8 or UTF-16; of other bytes what letters are in them, whatever their size."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) and not data.startswith(b"\xff\xfe\0\0"):
        return data.decode("utf-16", errors="replace")
    if b"\0" not in data:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    return "\n".join([*(run.decode("ascii") for run in _PRINTABLE.findall(data)), *_wide(data)])


def _wide(data: bytes) -> Iterator[str]:
    if b"\0" in data:
        for coding, runs in _WIDE.items():
            yield from (run.decode(coding) for run in runs.findall(data))


def is_mostly_letters(data: bytes, least: int) -> bool:
    """Whether more than half of `data`, and of `least` bytes, can be read."""
    return 2 * sum(map(len, _PRINTABLE.findall(data))) > max(len(data), least)


def streams_in(data: bytes) -> Iterator[bytes]:
    """What zlib packed somewhere in `data`."""
    for match in _ZLIB.finditer(data):
        try:
            unpacked = zlib.decompressobj().decompress(data[match.start() :], _LONGEST)
        except zlib.error:
            continue
        if unpacked:
            yield unpacked


def unpacked(data: bytes) -> tuple[bytes, bytes]:
    """What gzip, bzip2 or xz packed, and what stands after it; raises what these raise."""
    if data.startswith(PACKED[0]):
        return gzip.decompress(data), b""  # which refuses whatever stands after it
    new = bz2.BZ2Decompressor if data.startswith(PACKED[1]) else lzma.LZMADecompressor
    parts, rest = [], data
    while rest.startswith(PACKED):
        stream: Any = new()
        parts.append(stream.decompress(rest))
        if not stream.eof:
            raise EOFError("it ends too early")
        rest = stream.unused_data
    return b"".join(parts), rest


def head_of_gzip(data: bytes) -> tuple[str, str]:
    """The name that gzip kept of the file, and all else that can be read in its head."""
    if not data.startswith(PACKED[0]) or len(data) < 12:
        return "", ""
    at = 12 + int.from_bytes(data[10:12], "little") if data[3] & _WITH_EXTRA else 10
    rest = data[at : at + 1024].split(b"\0") if data[3] & (_NAMED | 0x10) else []
    name = rest.pop(0) if data[3] & _NAMED and rest else b""
    comment = rest[0] if data[3] & 0x10 and rest else b""
    return name.decode("latin-1"), "\n".join([decoded(data[10:at]), comment.decode("latin-1")]).strip()
