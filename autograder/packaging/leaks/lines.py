"""Lines of code, found again however they are spaced, broken and quoted."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

WINDOW = 12  # characters: shorter needles are not found

_USELESS_SPACE = re.compile(r"(?<!\w) | (?!\w)")
_QUOTES = str.maketrans({'"': "'", "“": "'", "”": "'", "‘": "'", "’": "'", "`": "'"})
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))  # characters without width
_WORD = re.compile(r"\w")
_LEAD = re.compile(r"^[ \t]*(?:#+|>+|[+*|-]|//)(?=\s)", re.MULTILINE)  # of a comment, a quotation, a line of a diff
_LAST_COMMA = re.compile(r",(?=[)\]}])")  # formatters put one where they break a line, and take it away again

T = TypeVar("T")


def squeezed(line: str) -> str:
    """`line` with one kind of quotes, and with white space only where it keeps two words apart.

    A backslash at its end, characters that nobody sees and commas before a closing bracket go.
    """
    plain = " ".join(line.rstrip().removesuffix("\\").translate(_UNSEEN).translate(_QUOTES).split())
    return _LAST_COMMA.sub("", _USELESS_SPACE.sub("", plain))


def joined(code: str, more: str) -> str:
    """Two pieces of squeezed code as one."""
    apart = code and more and _WORD.match(code[-1]) and _WORD.match(more[0])
    return f"{code} {more}" if apart else _LAST_COMMA.sub("", code + more)


class Needles(Generic[T]):
    """Squeezed lines to look for, each with what is known of it."""

    def __init__(self, needles: Mapping[str, T]) -> None:
        self._needles = {needle: known for needle, known in needles.items() if len(needle) >= WINDOW}
        self._heads: dict[str, list[str]] = {}
        for needle in sorted(self._needles, key=len, reverse=True):  # the longest is what is told
            self._heads.setdefault(needle[:WINDOW], []).append(needle)

    def found_in(self, text: str) -> Iterator[tuple[int, str, T]]:
        """The number of the line, 1-based, the needle, and what is known of it, for each place where one stands."""
        yield from self._found_in(text)
        if _LEAD.search(text):
            yield from self._found_in(_LEAD.sub("", text))

    def _found_in(self, text: str) -> Iterator[tuple[int, str, T]]:
        hay, starts = _hay(text)
        at, heads = 0, self._heads
        while at <= len(hay) - WINDOW:
            needle = self._at(hay, at) if hay[at : at + WINDOW] in heads else None
            if needle is None:
                at += 1
                continue
            yield bisect.bisect_right(starts, at), needle, self._needles[needle]
            at += len(needle)

    def _at(self, hay: str, at: int) -> str | None:
        for needle in self._heads[hay[at : at + WINDOW]]:
            end = at + len(needle)
            if hay.startswith(needle, at) and not (_joined(hay, at) or _joined(hay, end)):
                return needle
        return None


def _joined(hay: str, at: int) -> bool:
    """Whether the characters on both sides belong to one word."""
    return 0 < at < len(hay) and bool(_WORD.match(hay[at - 1]) and _WORD.match(hay[at]))


def _hay(text: str) -> tuple[str, list[int]]:
    """All lines squeezed into one, and where each of them begins in it."""
    parts: list[str] = []
    starts: list[int] = []
    length, last = 0, ""
    for line in text.split("\n"):
        code = squeezed(line)
        if last == "," and code[:1] in tuple(")]}"):
            parts[-1] = parts[-1][:-1]
            length, last = length - 1, ""
        starts.append(length)
        if code:
            parts.append(joined(last, code)[len(last) :])
            length += len(parts[-1])
            last = parts[-1][-1]
    return "".join(parts), starts
