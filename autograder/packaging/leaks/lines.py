"""Lines of code, found again however they are spaced, broken and quoted."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

WINDOW = 12  # characters: shorter needles are not found

_USELESS_SPACE = re.compile(r"(?<!\w) | (?!\w)")
_QUOTES = str.maketrans({'"': "'", "“": "'", "”": "'", "‘": "'", "’": "'", "`": "'"})
_WORD = re.compile(r"\w")

T = TypeVar("T")


def squeezed(line: str) -> str:
    """`line` with one kind of quotes, and with white space only where it keeps two words apart."""
    return _USELESS_SPACE.sub("", " ".join(line.split())).translate(_QUOTES)


def joined(code: str, more: str) -> str:
    """Two pieces of squeezed code as one."""
    apart = code and more and _WORD.match(code[-1]) and _WORD.match(more[0])
    return f"{code} {more}" if apart else code + more


class Needles(Generic[T]):
    """Squeezed lines to look for, each with what is known of it."""

    def __init__(self, needles: Mapping[str, T]) -> None:
        self._needles = {needle: known for needle, known in needles.items() if len(needle) >= WINDOW}
        self._heads: dict[str, list[str]] = {}
        for needle in sorted(self._needles, key=len, reverse=True):  # the longest is what is told
            self._heads.setdefault(needle[:WINDOW], []).append(needle)

    def found_in(self, text: str) -> Iterator[tuple[int, str, T]]:
        """The number of the line, 1-based, the needle, and what is known of it, for each place where one stands."""
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
        starts.append(length)
        parts.append(joined(last, squeezed(line))[len(last) :])
        length += len(parts[-1])
        last = parts[-1][-1:] or last
    return "".join(parts), starts
