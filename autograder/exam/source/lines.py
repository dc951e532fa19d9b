"""Lines of a hand-in as messages quote them."""

from __future__ import annotations

import re
from functools import lru_cache

from autograder.records import SourceFile

_LONGEST_LINE = 120


def line_of(source: SourceFile, number: int) -> str:
    """The text of a 1-based line, without its indentation; a long one is cut, and one that is not there is empty."""
    lines = _lines(source.text)
    line = lines[number - 1].strip() if 1 <= number <= len(lines) else ""
    return line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]} …"


@lru_cache(maxsize=4)  # a hand-in may break a rule in each of its lines
def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text)
