"""Times that people write, in files and on the command line, read in one way."""

from __future__ import annotations

import re
from datetime import datetime

_WRITTEN = re.compile(r"[\dW-]+[T ][\d:.,]*:[\d:.,]*\s*(?:Z|UTC|[+-]\d\d(?::?\d\d){0,2})?", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})[T ](?=(\d):)?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 9000  # with room on both sides for the clocks of any zone, and for lateness


def written(text: str) -> datetime:
    """``2026-03-08T00:30``, ``2026-03-08 00:30:12 -0800``; without an offset where none was written.

    A date alone would be its first minute, which nobody means. Between date and time stands T or a space:
    ``2026-03-08-08:00`` is a date with an offset.

    ``8.3.2026 0:30``, as spreadsheets rewrite it where people write dots, is the same: with dots the day always comes
    first. With slashes nobody knows, and it is refused.

    Raises:
        ValueError: no such time.
    """
    text = _with_the_year_first(text.strip())
    if not _WRITTEN.fullmatch(text):
        raise ValueError(f"not a date with a time: {text!r}")
    date, time = re.split("[T ]", text, maxsplit=1)
    moment = datetime.fromisoformat(f"{date}T{''.join(time.split()).replace('UTC', 'Z')}")
    require_in_range(moment)
    return moment


def _with_the_year_first(text: str) -> str:
    dotted = _DOTTED.match(text)
    if dotted is None:
        return text
    day, month, year, short_hour = dotted.groups()
    return f"{year}-{month:0>2}-{day:0>2} {'0' if short_hour else ''}{text[dotted.end() :]}"


def require_in_range(moment: datetime) -> None:
    """Raise `ValueError` at the ends of the calendar, where the clocks of some zone would leave it."""
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(f"expected a year from {_FIRST_YEAR} to {_LAST_YEAR}, found {moment.year}")
