"""Kaggle's facial keypoints: one CSV file whose last column holds the pixels of an image."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from autograder.data.coordinates import Columns, Points
from autograder.data.description import Description
from autograder.data.keypoints import KeypointImage
from autograder.data.lazy import LazySet
from autograder.errors import DataError

SIDE = 96  # pixels
_PIXELS = "Image"  # the column with the grey values, row by row, separated by spaces
_LONGEST = 1 << 17  # characters of a line; a right one has fewer than 40 000


class KaggleFaces(LazySet[KeypointImage]):
    """Some tenths of the rows of ``training.csv``; keypoints are read at once, pixels when they are asked for.

    A keypoint ``left_eye_center`` is in the columns ``left_eye_center_x`` and ``left_eye_center_y``.

    Raises:
        DataError: the file is missing, or its columns or a coordinate are wrong.
    """

    def __init__(self, table: Path, tenths: tuple[int, ...], description: Description) -> None:
        self._table = table
        self._rows: list[tuple[int, int, int, Points]] = []  # number of the row, line, offset, keypoints
        lines = _lines(table)
        _, _, first = next(lines, (1, 0, []))
        names = [(f"{name}_x", f"{name}_y") for name in description.keypoint_names]
        columns = Columns(table, first, _PIXELS, names, description.first_pixel)
        self._pixels = columns.other
        for number, (line, offset, row) in enumerate(lines):
            points = columns.points(row, line)
            columns.require_near(points, line, (SIDE, SIDE))
            if number % 10 in tenths:
                self._rows.append((number, line, offset, points))
        if not self._rows:
            raise DataError(f"{table}: expected rows in the tenths {', '.join(map(str, tenths))}, found none")
        super().__init__(len(self._rows))

    def read(self, number: int) -> KeypointImage:
        """Read the pixels of one row; raises `DataError`."""
        index, line, offset, (points_px, visible) = self._rows[number]
        with self._table.open("rb") as file:
            file.seek(offset)
            cell = _cells(self._table, line, file.readline())[self._pixels]
        grey = torch.from_numpy(_grey(cell, f"{self._table}, line {line}, column {_PIXELS}"))
        return KeypointImage(f"{index:05d}", grey.expand(3, -1, -1).contiguous(), points_px.clone(), visible.clone())


def _grey(cell: str, place: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The grey values of an image, shape (SIDE, SIDE)."""
    words = cell.split()
    if len(words) != SIDE * SIDE:
        raise DataError(f"{place}: expected {SIDE * SIDE} grey values, found {len(words)}")
    for number, word in enumerate(words):
        if not (word.isascii() and word.isdigit() and int(word) <= 255):
            raise DataError(f"{place}: expected grey values from 0 to 255, found {word[:20]!r} as number {number + 1}")
    return np.array(words, dtype=np.uint8).reshape(SIDE, SIDE)


def _lines(table: Path) -> Iterator[tuple[int, int, list[str]]]:
    """Number, offset and cells of each line."""
    try:
        with table.open("rb") as file:
            offset = 0
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, offset, _cells(table, number, line)
                offset += len(line)
    except FileNotFoundError:
        raise DataError(f"{table}: no such file") from None
    except OSError as error:
        raise DataError(f"{table}: cannot be read ({error.strerror})") from None


def _cells(table: Path, number: int, line: bytes) -> list[str]:
    try:
        if len(line) > _LONGEST:
            raise ValueError(f"{len(line)} characters")
        (cells,) = csv.reader([line.decode("utf-8-sig").rstrip("\r\n")], strict=True)
    except (csv.Error, ValueError) as error:
        raise DataError(
            f"{table}, line {number}: expected a row of a CSV file, found something else ({error})"
        ) from None
    return cells
