"""Text that came from a student, made safe to show: it may hold anything, terminal commands included."""

from __future__ import annotations

import re

LIMIT = 20_000  # characters; even in bytes of UTF-8 it stays below Gradescope's 100,000

_ESCAPE_SEQUENCE = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # to the operating system: titles, links, the clipboard
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, cursor movements
    r"|\x1b[ -/]*[0-~]"
)
_LINE_END = re.compile(r"\r\n?|[\u2028\u2029]")
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, other than tab and newline
    r"\ud800-\udfff"  # lone surrogates: UTF-8 has no bytes for them
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"  # these reorder the text around them, or hide
)
_MARKER_ROOM = 60


def clean(text: str) -> str:
    r"""`text` without escape sequences, control characters and lone surrogates; every line ends in ``\n``.

    >>> clean("\x1b[31mred\x1b[0m\r\nnext\x00")
    'red\nnext'
    """
    text = _ESCAPE_SEQUENCE.sub("", text)
    text = _LINE_END.sub("\n", text)
    return _UNPRINTABLE.sub("", text)


def cut(text: str, limit: int = LIMIT) -> str:
    """`text` in at most `limit` characters (100 or more): head and tail, and in between how much is missing.

    The head says what was called, the tail of a traceback what went wrong.
    """
    if len(text) <= limit:
        return text
    kept = limit - _MARKER_ROOM
    tail = kept // 3
    return f"{text[: kept - tail]}\n[… {len(text) - kept:,} characters left out …]\n{text[-tail:]}"


def one_line(text: str, limit: int = 200) -> str:
    """`text` on one line of at most `limit` characters, runs of white space as one space; words stay whole."""
    line = " ".join(clean(text).split())
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    end = head.rfind(" ", limit * 3 // 4) if line[limit - 1] != " " else -1  # a longer word is cut all the same
    return f"{head[:end] if end > 0 else head.rstrip()}…"


def counted(count: float, noun: str) -> str:
    """How many there are of something, in words.

    >>> counted(1, "point"), counted(2.5, "point"), counted(0, "question")
    ('1 point', '2.5 points', '0 questions')
    """
    number = f"{count:g}" if isinstance(count, float) else str(count)
    return f"{number} {noun if count == 1 else noun + 's'}"


def first_line(text: str) -> str:
    """The first line of `text` that says anything, fit to be shown; empty if none does."""
    lines = (one_line(line) for line in clean(text).split("\n"))
    return next((line for line in lines if line), "")
