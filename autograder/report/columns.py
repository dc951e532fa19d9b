"""Columns of text for thousands of lines, which a table with borders and wrapping would take seconds to draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from autograder.report.text import one_line

_GAP = "  "
_LEAST = 16  # columns of the terminal that the last one gets, however narrow that is


@dataclass(frozen=True, kw_only=True)
class Column:
    """How a column is shown.

    Attributes:
        at_most: columns of the terminal; what is longer is cut.
        right: whether its cells end at one place, as numbers do.
    """

    title: str
    at_most: int = 1000
    right: bool = False


def columns(shown: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Lines: titles, a rule, and one for each row; the last column gets what is left of `width`.

    Args:
        rows: text of strangers may be among it: each cell becomes one line without control characters.
        width: columns of the terminal.
    """
    cells = [[one_line(cell, limit=1000) for cell in row] for row in rows]
    titles = [column.title for column in shown]
    sizes = [
        min(column.at_most, max(map(cell_len, (title, *(row[place] for row in cells)))))
        for place, (column, title) in enumerate(zip(shown, titles, strict=True))
    ]
    left = width - sum(size + len(_GAP) for size in sizes[:-1])
    sizes[-1] = min(sizes[-1], max(left, _LEAST))
    yield _line(titles, shown, sizes)
    yield "─" * min(width, sum(sizes) + len(_GAP) * (len(sizes) - 1))
    for row in cells:
        yield _line(row, shown, sizes)


def _line(row: Sequence[str], shown: Sequence[Column], sizes: Sequence[int]) -> str:
    parts = [_fitted(cell, column, size) for cell, column, size in zip(row, shown, sizes, strict=True)]
    return _GAP.join(parts).rstrip()


def _fitted(cell: str, column: Column, size: int) -> str:
    length = cell_len(cell)
    if length > size:
        return set_cell_size(cell, size - 1) + "…"
    room = " " * (size - length)
    return room + cell if column.right else cell + room
