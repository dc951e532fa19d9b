"""Bytes of a source file → text, strictly, with codecs from a fixed list."""

from __future__ import annotations

import codecs
import re

from autograder.collect.names import shown
from autograder.errors import HandInError

# Text in, text out: no codec here compresses, executes, or keeps a state that hides characters (as UTF-7 does).
_CODECS = frozenset(
    ["utf-8", "ascii", "mac-roman", "koi8-r", "koi8-u", "gbk", "gb2312", "gb18030", "big5", "big5hkscs"]
    + ["shift-jis", "euc-jp", "euc-kr", "cp437", "cp850", "cp866", "cp874", "cp932", "cp949", "cp950"]
    + [f"cp{page}" for page in range(1250, 1259)]
    + [f"iso8859-{part}" for part in (*range(1, 12), *range(13, 17))]
)
_ALIASES = {
    "utf8": "utf-8",
    "utf-8-sig": "utf-8",
    "u8": "utf-8",
    "us-ascii": "ascii",
    "latin-1": "iso8859-1",
    "latin1": "iso8859-1",
    "l1": "iso8859-1",
    "latin-9": "iso8859-15",
    "macroman": "mac-roman",
    "cp936": "gbk",
    "sjis": "shift-jis",
    "shiftjis": "shift-jis",
    "eucjp": "euc-jp",
    "euckr": "euc-kr",
}
_COOKIE = re.compile(r"^([ \t\f]*#.*?coding[:=][ \t]*)([-\w.]+)", re.ASCII)
_BLANK = re.compile(r"^[ \t\f]*(?:#.*)?$")
_HEAD_BYTES = 4096  # holds the first two lines of any honest file
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes, name: str) -> str:
    r"""The text of a source file, with ``\n`` line ends and no byte-order mark.

    UTF-8 unless a mark says UTF-16 or a coding cookie (PEP 263) names another codec; the cookie then says utf-8, as
    that is what the text is written as from here on.

    Raises:
        HandInError: another codec, bytes that do not fit, or a NUL; names the file, the line and the byte.
    """
    if data.startswith(_UTF16_MARKS):
        text = _strict(data, "utf-16", name)
    elif data.startswith(codecs.BOM_UTF8):
        text = _strict(data, "utf-8", name).removeprefix("\ufeff")
    else:
        text = _strict(data, _declared_codec(data, name), name)
    text = say_utf8(unix_lines(text))
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise HandInError(f"{shown(name)}, line {line}: found a NUL character; save the file as UTF-8 text")
    return text


def unix_lines(text: str) -> str:
    r"""`text` with every line end of Windows or old Macs as ``\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _strict(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        before = unix_lines(data[: error.start].decode(codec, "ignore"))
        place = f"{shown(name)}, line {before.count(chr(10)) + 1}"
        found = f"byte {data[error.start]:#04x} at offset {error.start}"
        raise HandInError(f"{place}: expected {codec} text, found {found}; save the file as UTF-8") from None


def _declared_codec(data: bytes, name: str) -> str:
    head = unix_lines(data[:_HEAD_BYTES].decode("latin-1"))  # never fails; cookies are ASCII
    found = _cookie(head)
    if found is None:
        return "utf-8"
    # Emacs adds the kind of line ends: latin-1-unix
    spelling = re.sub(r"-(?:unix|dos|mac)$", "", found[1][2].lower().replace("_", "-"))
    codec = _ALIASES.get(spelling, re.sub(r"^windows-(?=125)", "cp", re.sub(r"^iso-(?=8859)", "iso", spelling)))
    if codec not in _CODECS:
        expected = "expected a text encoding such as utf-8"
        raise HandInError(f"{shown(name)}, line {found[0] + 1}: {expected}, found coding {shown(found[1][2])!r}")
    return codec


def _cookie(text: str) -> tuple[int, re.Match[str]] | None:
    """The coding cookie in the first two lines and its line, from 0; in the second only below a comment."""
    for number, line in enumerate(text.split("\n", 2)[:2]):
        if found := _COOKIE.match(line):
            return number, found
        if not _BLANK.match(line):
            return None
    return None


def say_utf8(text: str) -> str:
    """`text` with its coding cookie, if it has one, naming utf-8: the truth once it is written again."""
    found = _cookie(text)
    if found is None:
        return text
    lines = text.split("\n", 2)
    line = lines[found[0]]
    lines[found[0]] = f"{line[: found[1].start(2)]}utf-8{line[found[1].end(2) :]}"
    return "\n".join(lines)
