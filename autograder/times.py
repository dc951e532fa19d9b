"""Times that people write, in files and on the command line, read in one way."""

from __future__ import annotations

import re
from datetime import datetime

_WRITTEN = re.compile(r"[\dW-]+[T ][\d:.,]*:[\d:.,]*\s*(?:Z|UTC|[+-]\d\d(?::?\d\d){0,2})?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 9000  # with room on both sides for the clocks of any zone, and for lateness


def written(text: str) -> datetime:
    """``2026-03-08T00:30``, ``2026-03-08 00:30:12 -0800``; without an offset where none was written.

    A date alone would be its first minute, which nobody means. Between date and time stands T or a space:
    ``2026-03-08-08:00`` is a date with an offset.

    Raises:
        ValueError: no such time.
    """
    text = text.strip()
    if not _WRITTEN.fullmatch(text):
        raise ValueError(f"not a date with a time: {text!r}")
    date, time = re.split("[T ]", text, maxsplit=1)
    moment = datetime.fromisoformat(f"{date}T{''.join(time.split()).replace('UTC', 'Z')}")
    require_in_range(moment)
    return moment


def require_in_range(moment: datetime) -> None:
    """Raise `ValueError` at the ends of the calendar, where the clocks of some zone would leave it."""
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(f"expected a year from {_FIRST_YEAR} to {_LAST_YEAR}, found {moment.year}")
