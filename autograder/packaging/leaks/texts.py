"""Everything that can be read in what students get: archives in archives, notebooks, what is coded as base64 or hex.

What an archive or a notebook itself must not have is a `Leak` at once; texts and bytes are looked at by `scan`.
"""

from __future__ import annotations

import base64
import binascii
import html
import io
import json
import lzma
import re
import struct
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

from autograder.packaging.leaks.kinds import Kind, Leak
from autograder.packaging.leaks.litter import is_litter, leads_out
from autograder.packaging.leaks.notebooks import of_notebook
from autograder.packaging.leaks.raw import (
    OPAQUE,
    PACKED,
    decoded,
    head_of_gzip,
    is_mostly_letters,
    streams_in,
    unpacked,
)
from autograder.packaging.leaks.zips import extra_of, loose_bytes

NAME = "name"
"""The part of a file that is its path."""

_DEEPEST = 8  # archives and codings in each other
_SHORTEST = 24  # characters that are taken for base64 or hex
_LETTER = "[A-Za-z0-9+/_-]"
_BASE64 = re.compile(rf"{_LETTER}(?:{_LETTER}|\\?\r?\n[ \t]*(?={_LETTER})){{{_SHORTEST - 1},}}={{0,2}}")
_HEX = re.compile(rf"(?:[0-9a-fA-F]{{2}}){{{_SHORTEST // 2},}}")
_LOOKS_BINARY = (b"PK\x03\x04", b"\x89PNG\r\n", *PACKED)
_DAMAGED = (
    OSError, EOFError, ValueError, RuntimeError, NotImplementedError, BadZipFile, zlib.error, lzma.LZMAError,
    struct.error,
)  # fmt: skip
_PICKLED_ZIPS = (".pt", ".pth")  # torch pads its members with extra fields


@dataclass(frozen=True)
class Text:
    """Something readable.

    Attributes:
        file: the file, and after each ``!`` the file inside of that archive.
        part: which part of the file, such as ``cell 2``; empty for all of it.
        data: the bytes of the whole file, where `text` is what can be read of it; else empty.
    """

    file: str
    part: str
    text: str
    data: bytes = b""


Found = Iterator[Text | Leak]


def read(file: str, data: bytes, depth: int = 0) -> Found:
    """All texts in a file, and what is wrong with it as a container."""
    if depth > _DEEPEST:
        yield Leak(kind=Kind.ARCHIVE, file=file, place="archive", told="nested too deep to be looked into")
        return
    if is_zipfile(io.BytesIO(data)):
        yield from _of_zip(file, data, depth)
    elif data.startswith(PACKED):
        yield from _of_packed(file, data, depth)
    elif data.startswith(tuple(OPAQUE)):
        kind = next(kind for magic, kind in OPAQUE.items() if data.startswith(magic))
        yield Leak(kind=Kind.ARCHIVE, file=file, place="archive", told=f"{kind} cannot be looked into: use zip")
    elif _is_tar(data):
        yield from _of_tar(file, data, depth)
    else:
        yield from _of_file(file, data, depth)


def _of_file(file: str, data: bytes, depth: int) -> Found:
    text = decoded(data)
    yield Text(file, "", text, data)
    parts = _parts(file, text)
    yield from parts
    for piece in [Text(file, "", text), *(part for part in parts if isinstance(part, Text))]:
        for hidden in _coded(piece.text):
            for found in read(file, hidden, depth + 1):
                yield _inside(piece, found)
    if b"\0" in data:
        for stream in _plausible(streams_in(data)):
            yield from (_inside(Text(file, "", ""), found) for found in read(file, stream, depth + 1))


def _parts(file: str, text: str) -> list[Text | Leak]:
    """The strings of a notebook or another JSON file, freed of its escapes."""
    if file.lower().endswith((".html", ".htm", ".svg")):
        return [Text(file, "", html.unescape(re.sub("<[^<>]*>", "", text)))]
    if not file.lower().endswith((".ipynb", ".json")):
        return []
    try:
        document = json.loads(text)
    except ValueError:
        return []
    if file.lower().endswith(".json"):
        return [Text(file, "", "\n\n".join(_strings(document)))]
    cells = document.get("cells", []) if isinstance(document, dict) else []
    texts: list[Text | Leak] = []
    for number, cell in enumerate(cells if isinstance(cells, list) else [], start=1):
        if isinstance(cell, dict):
            texts.append(Text(file, f"cell {number}", _joined(cell.get("source", ""))))
            others = {key: value for key, value in cell.items() if key != "source"}
            texts.append(Text(file, f"cell {number}, besides its source", "\n\n".join(_strings(others))))
    rest = {key: value for key, value in document.items() if key != "cells"} if isinstance(document, dict) else {}
    texts.append(Text(file, "metadata", "\n\n".join(_strings(rest))))
    return [
        *texts,
        *(Leak(file=file, kind=kind, place=place, told=told) for kind, place, told in of_notebook(document)),
    ]


def _strings(value: object) -> Iterator[str]:
    """All strings in it, those of a list of lines as one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        yield _joined(value)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _strings(each)


def _joined(source: object) -> str:
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _inside(piece: Text, found: Text | Leak) -> Text | Leak:
    """What was found in something coded, with the part of the file that it is coded in."""
    part = f"{piece.part}, decoded" if piece.part else "decoded"
    if isinstance(found, Leak):
        return found
    return Text(found.file, f"{part}, {found.part}" if found.part else part, found.text, found.data)


def _coded(text: str) -> Iterator[bytes]:
    for match in _BASE64.finditer(text):
        plain = re.sub(r"[\\\s]", "", match[0]).rstrip("=").translate(str.maketrans("-_", "+/"))
        yield from _plausible(_of_base64(plain[start:]) for start in range(4))
    for match in _HEX.finditer(text):
        yield from _plausible(iter([bytes.fromhex(match[0])]))


def _plausible(decoded: Iterator[bytes]) -> Iterator[bytes]:
    """Only archives and what can be read: whatever else decodes, decodes to noise."""
    for data in decoded:
        if data.startswith(_LOOKS_BINARY) or _is_text(data) or is_mostly_letters(data, _SHORTEST):
            yield data


def _of_base64(plain: str) -> bytes:
    try:
        return base64.b64decode(plain[: len(plain) // 4 * 4] + _padded(plain), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _padded(plain: str) -> str:
    rest = plain[len(plain) // 4 * 4 :]
    return rest + "=" * (4 - len(rest)) if len(rest) > 1 else ""


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(data) >= _SHORTEST // 2 and all(char.isprintable() or char.isspace() for char in text)


def _of_zip(file: str, data: bytes, depth: int) -> Found:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            yield from _of_archive(file, data, archive, depth)
            for member in archive.infolist():
                inner = f"{file}!{member.filename}"
                yield from _of_member(inner, data, member)
                if not member.is_dir():
                    yield from read(inner, archive.read(member), depth + 1)
    except _DAMAGED as error:
        yield Leak(kind=Kind.ARCHIVE, file=file, place="archive", told=f"it cannot be looked into ({error})")


def _of_archive(file: str, data: bytes, archive: ZipFile, depth: int) -> Found:
    if archive.comment:
        yield Leak(kind=Kind.ARCHIVE, file=file, place="archive", told=f"a comment: {_shown(archive.comment)}")
        yield Text(file, "comment", archive.comment.decode("utf-8", "replace"), archive.comment)
    loose = loose_bytes(data, archive)
    if loose:
        told = f"{len(loose)} bytes that belong to none of its files"
        yield Leak(kind=Kind.ARCHIVE, file=file, place="archive", told=told)
        yield from read(file, loose, depth + 1)


def _of_member(file: str, data: bytes, member: ZipInfo) -> Found:
    yield from of_name(file, member.filename)
    extra = b"" if file.split("!")[-2].endswith(_PICKLED_ZIPS) else extra_of(data, member)
    for what, said in (("a comment", member.comment), ("an extra field", extra)):
        if said:
            yield Leak(kind=Kind.ARCHIVE, file=file, place="archive", told=f"{what}: {_shown(said)}")
            yield Text(file, what, said.decode("utf-8", "replace"), said)


def _of_packed(file: str, data: bytes, depth: int) -> Found:
    try:
        opened, rest = unpacked(data)
    except _DAMAGED as error:
        yield Leak(kind=Kind.ARCHIVE, file=file, place="archive", told=f"it cannot be looked into ({error})")
        return
    name, said = head_of_gzip(data)
    if name:
        yield from of_name(f"{file}!{name}", name)
    yield Text(file, "head", said)
    if rest:
        yield Leak(kind=Kind.ARCHIVE, file=file, place="archive", told=f"{len(rest)} bytes stand behind it")
        yield from read(file, rest, depth + 1)
    yield from read(f"{file}!{name}", opened, depth + 1)


def _is_tar(data: bytes) -> bool:
    return data[257:262] == b"ustar"


def _of_tar(file: str, data: bytes, depth: int) -> Found:
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                inner = f"{file}!{member.name}"
                yield from of_name(inner, member.name)
                for owner in {member.uname, member.gname} - {"", "root"}:
                    yield Leak(kind=Kind.MACHINE, file=inner, place="archive", told=f"the owner {owner!r}")
                content = archive.extractfile(member) if member.isfile() else None
                if content is not None:
                    yield from read(inner, content.read(), depth + 1)
    except (tarfile.TarError, *_DAMAGED) as error:
        yield Leak(kind=Kind.ARCHIVE, file=file, place="archive", told=f"it cannot be looked into ({error})")


def of_name(file: str, name: str) -> Found:
    """What the name of a file says of it, and that name as a text."""
    yield Text(file, NAME, name)
    if is_litter(name):
        yield Leak(kind=Kind.LITTER, file=file, place="name", told="nothing that students need")
    if leads_out(name):
        yield Leak(kind=Kind.ARCHIVE, file=file, place="name", told="it leads out of the folder")


def _shown(data: bytes) -> str:
    return ascii(data[:40].decode("utf-8", "replace"))
