"""Coordinates in CSV files: from cells to points, or to a message that names file, line and column."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import torch

from autograder.data.keypoints import near_image
from autograder.errors import DataError

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_FARTHEST = 1e6  # pixels: what is farther out is no place in an image
_SHOWN = 4  # names in a message

Points = tuple[torch.Tensor, torch.Tensor]  # (x, y) in pixels, float32, shape (K, 2), NaN where missing; visible, (K,)


class Columns:
    """The columns of a CSV file, from its first line: one of another kind, and x and y of each keypoint.

    Args:
        path: of the file, for messages.
        header: the cells of its first line.
        other: the name of the column that holds no coordinate.
        names: of the columns x and y of each keypoint, in order.
        first_pixel: what the file gives as x and y of the middle of the top-left pixel.

    Raises:
        DataError: a column is missing, there twice, or not expected.
    """

    def __init__(
        self, path: Path, header: Sequence[str], other: str, names: Sequence[tuple[str, str]], first_pixel: float
    ) -> None:
        wanted = [other, *(name for pair in names for name in pair)]
        _require_columns(path, list(header), wanted)
        self.other = header.index(other)
        self._places = [(header.index(x), header.index(y)) for x, y in names]
        self._path, self._header, self._first = path, list(header), first_pixel

    def points(self, row: Sequence[str], line: int) -> Points:
        """Of one line, the first of the file being 1; raises `DataError`."""
        if len(row) != len(self._header):
            raise DataError(
                f"{self._path}, line {line}: expected {len(self._header)} cells as in line 1, found {len(row)}"
            )
        found = [(self._number(row, x, line), self._number(row, y, line)) for x, y in self._places]
        for (x, y), (x_column, y_column) in zip(found, self._places, strict=True):
            if (x is None) != (y is None):
                one, other = self._header[x_column], self._header[y_column]
                raise DataError(
                    f"{self._path}, line {line}: expected both {one} and {other} or neither, "
                    f"found only {one if y is None else other}"
                )
        nan = float("nan")
        values = [(nan if x is None else x, nan if y is None else y) for x, y in found]
        points_px = torch.tensor(values, dtype=torch.float64).sub(self._first).float()
        return points_px, ~points_px.isnan().any(dim=1)

    def require_near(self, points: Points, line: int, size: tuple[int, int]) -> None:
        """Raise `DataError` where a keypoint of a line lies too far outside of its image.

        Args:
            size: rows and columns of the image.
        """
        points_px, visible = points
        far = (visible[:, None] & ~near_image(points_px, size)).nonzero()
        if len(far):
            keypoint, axis = far[0].tolist()
            value = float(points_px[keypoint, axis]) + self._first
            raise DataError(
                f"{self._path}, line {line}, column {self._header[self._places[keypoint][axis]]}: expected a place in "
                f"or near {size[1]} × {size[0]} pixels (width × height), found {value:g}, farther outside than that"
            )

    def _number(self, row: Sequence[str], column: int, line: int) -> float | None:
        cell = row[column].strip()
        if not cell:
            return None
        value = float(cell) if _NUMBER.fullmatch(cell) else float("inf")
        if abs(value) > _FARTHEST:
            raise DataError(
                f"{self._path}, line {line}, column {self._header[column]}: expected a number of pixels, "
                f"or nothing where the point is missing, found {cell[:40]!r}"
            )
        return value


@contextmanager
def opened_rows(path: Path) -> Iterator[Iterator[tuple[int, list[str]]]]:
    """The rows of a CSV file with their lines, empty ones left out; what cannot be read is a `DataError`."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, strict=True)
            yield ((rows.line_num, row) for row in rows if row)
    except FileNotFoundError:
        raise DataError(f"{path}: no such file") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(
            f"{path}: expected a CSV file in UTF-8, found something that cannot be read ({error})"
        ) from None


def some_of(names: Sequence[str]) -> str:
    """The first few, and how many more there are."""
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _require_columns(path: Path, header: list[str], wanted: list[str]) -> None:
    expected = f"{path}, line 1: expected the columns {', '.join(wanted[:3])}, … {wanted[-1]}"
    missing = [name for name in wanted if name not in header]
    if missing:
        joined = len(header) == 1 and re.search(r"[;\t]", header[0])
        hint = ": cells are to be separated by commas, and these are not" if joined else ""
        raise DataError(f"{expected}, found none called {some_of(missing)}{hint}")
    foreign = [name for name in header if name not in wanted]
    if foreign:
        raise DataError(f"{expected}, found {some_of([repr(name) for name in foreign])} too")
    twice = [name for name in wanted if header.count(name) > 1]
    if twice:
        raise DataError(f"{expected}, found {some_of(twice)} twice")
