"""Cells of the tables that we write: text that no spreadsheet runs, numbers and lengths of time.

A cell that begins with one of ``= + - @`` is a formula to a spreadsheet, and a tab or a line end before it changes
nothing (OWASP, "CSV Injection"). What stands inside a text can come to begin a cell, where a file with commas is opened
with semicolons: so formulas are also looked for after a separator or a quote.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from autograder.report.text import one_line

_LIMIT = 1000  # characters
_FORMULA = re.compile(r"(^|[;\t\"|]\s*|,)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")  # the last four are full-width


def harmless(text: str) -> str:
    """A stranger's text on one line, with a ``'`` wherever a formula could begin.

    >>> harmless("=1+1"), harmless("Ada;-2"), harmless("Li-Wei (a+b)")
    ("'=1+1", "Ada;'-2", 'Li-Wei (a+b)')
    """
    return _FORMULA.sub(r"\1'", one_line(text, limit=_LIMIT))


def number(points: float) -> str:
    """Points without the zeros that say nothing: ``10``, ``0.333333``."""
    return f"{points:.6f}".rstrip("0").rstrip(".")


def lateness(late_by: timedelta | None) -> str:
    """Hours, minutes and started seconds as in Gradescope's tables, ``120:03:04``; ``unknown`` for None."""
    if late_by is None:
        return "unknown"
    minutes, seconds = divmod(-(-max(late_by, timedelta(0)) // timedelta(seconds=1)), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def table(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as CSV: UTF-8, RFC 4180."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
