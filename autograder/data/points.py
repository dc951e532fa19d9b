"""A folder of images and a CSV file of keypoints, a row for each image: ``image, x0, y0, x1, y1, …``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from autograder.data.coordinates import Columns, Points, opened_rows, some_of
from autograder.data.description import Description
from autograder.data.files import opened, to_image
from autograder.data.folders import pictures
from autograder.data.keypoints import KeypointImage
from autograder.data.lazy import LazySet
from autograder.errors import DataError

IMAGE = "image"  # the column with the name of the file


class PointSet(LazySet[KeypointImage]):
    """Images in `images`, keypoints in the CSV file `table`, in the order of its rows.

    Raises:
        DataError: folder or file is missing, a cell holds no coordinate, a row has no image, an image no row or two.
    """

    def __init__(self, images: Path, table: Path, description: Description) -> None:
        found = pictures(images)
        self._rows: list[tuple[Path, int, Points]] = []
        lines: dict[str, int] = {}
        self._columns, rows = _rows(table, description)
        for line, name, points in rows:
            place, path = f"{table}, line {line}", found.get(Path(name).stem)
            if path is None or path.name != name:
                raise DataError(f"{place}: expected the name of an image in {images}, found {name!r}")
            if name in lines:
                raise DataError(f"{place}: expected one row for each image, found {name} in line {lines[name]} too")
            lines[name] = line
            self._rows.append((path, line, points))
        alone = [path.name for path in found.values() if path.name not in lines]
        if alone:
            raise DataError(f"{table}: expected a row for each image in {images}, found none for {some_of(alone)}")
        super().__init__(len(self._rows))

    def read(self, number: int) -> KeypointImage:
        """Read the image; raises `DataError`, also where a keypoint is farther outside of it than it is large."""
        path, line, points = self._rows[number]
        with opened(path) as picture:
            image = to_image(picture, str(path))
        height, width = image.shape[1:]
        self._columns.require_near(points, line, (height, width))
        points_px, visible = points
        return KeypointImage(path.stem, image, points_px.clone(), visible.clone())


def header(keypoints: int) -> list[str]:
    """The first line of such a file."""
    return [IMAGE, *(name for pair in _names(keypoints) for name in pair)]


def as_row(file: str, item: KeypointImage) -> list[str]:
    """A line of it, as short as reading back the same numbers allows; keypoints that are not visible are left empty."""
    points_px: NDArray[np.float32] = item.points_px.numpy()
    cells = [
        np.format_float_positional(value, trim="-") if seen else ""
        for point, seen in zip(points_px, item.visible.tolist(), strict=True)
        for value in point
    ]
    return [file, *cells]


def _names(keypoints: int) -> list[tuple[str, str]]:
    return [(f"x{number}", f"y{number}") for number in range(keypoints)]


def _rows(table: Path, description: Description) -> tuple[Columns, list[tuple[int, str, Points]]]:
    """The columns; line, name of the image and keypoints of each row."""
    with opened_rows(table) as rows:
        _, first = next(rows, (1, []))
        columns = Columns(table, first, IMAGE, _names(len(description.keypoints)), description.first_pixel)
        return columns, [(line, row[columns.other], columns.points(row, line)) for line, row in rows]
