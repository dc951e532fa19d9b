"""One image file, one label file: from bytes to tensors, or to a message that says what is wrong with which file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from autograder.data.description import Description, rgb
from autograder.data.labelled import IGNORE, LabelledImage
from autograder.errors import DataError

_NOT_READABLE = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)
_ONE_CHANNEL = {"1", "L", "P", "I", "I;16", "I;16B", "I;16L"}
_COLOURS = {"RGB", "RGBA"}


def read_pair(name: str, image: Path, labels: Path, description: Description) -> LabelledImage:
    """An image and its labels; raises `DataError`."""
    with opened(image) as picture:
        pixels = to_image(picture, str(image))
    with opened(labels) as picture:
        classes = to_labels(picture, str(labels), description)
    require_same_size(pixels, classes, str(image), str(labels))
    return LabelledImage(name, pixels, classes)


@contextmanager
def opened(path: Path) -> Iterator[Image.Image]:
    """The picture in `path`; what cannot be read, now or while it is open, is a `DataError`."""
    try:
        with Image.open(path) as picture:
            yield picture
    except FileNotFoundError:
        raise DataError(f"{path}: no such file") from None
    except _NOT_READABLE as error:
        raise DataError(f"{path}: expected an image, found something that cannot be read as one ({error})") from None


def to_image(picture: Image.Image, place: str) -> torch.Tensor:
    """RGB of an 8-bit picture, uint8, shape (3, H, W); raises `DataError`."""
    if picture.mode.startswith(("I", "F")):
        raise DataError(f"{place}: expected an image of 8 bits per channel, found mode {picture.mode}")
    pixels = np.array(picture.convert("RGB"))
    return torch.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1)))


def to_labels(picture: Image.Image, place: str, description: Description) -> torch.Tensor:
    """Class numbers, uint8, shape (H, W), `IGNORE` where there is none; raises `DataError`."""
    by_colour = description.coding == "colours"
    if picture.mode not in (_COLOURS if by_colour else _ONE_CHANNEL):
        raise DataError(f"{place}: {_wrong_mode(picture.mode, by_colour)}")
    found = _packed(np.array(picture.convert("RGB"))) if by_colour else np.array(picture).astype(np.int64)
    values, where = np.unique(found, return_inverse=True)
    known = _meanings(description)
    for value in values.tolist():
        if value not in known:
            row, column = np.argwhere(found == value)[0].tolist()
            shown = f"colour #{value:06x}" if by_colour else f"label {value}"
            raise DataError(f"{place}: expected {_expected(description)}, found {shown} at row {row}, column {column}")
    table = np.array([known[value] for value in values.tolist()], dtype=np.uint8)
    return torch.from_numpy(table[where].reshape(found.shape))


def require_same_size(image: torch.Tensor, labels: torch.Tensor, image_place: str, labels_place: str) -> None:
    """Raises `DataError` unless there is one label for each pixel."""
    (height, width), (rows, columns) = image.shape[1:], labels.shape
    if (height, width) != (rows, columns):
        raise DataError(
            f"{labels_place}: expected {width} × {height} labels (width × height) as in {image_place}, "
            f"found {columns} × {rows}"
        )


def _wrong_mode(mode: str, by_colour: bool) -> str:
    if by_colour:
        return f'expected labels as RGB colours, found mode {mode}; for class numbers say coding = "numbers"'
    hint = '; if each colour stands for a class, say coding = "colours"' if mode in _COLOURS else ""
    return f"expected one channel of class numbers (a grey or palette PNG), found mode {mode}{hint}"


def _packed(colours: NDArray[np.uint8]) -> NDArray[np.int64]:
    """RGB as one number, shape (H, W)."""
    red, green, blue = (colours[..., channel].astype(np.int64) for channel in range(3))
    return red << 16 | green << 8 | blue


def _meanings(description: Description) -> dict[int, int]:
    """What is in a label file → class number or `IGNORE`."""
    pairs = [*((value, number) for number, value in enumerate(description.values))]
    pairs += [(value, IGNORE) for value in description.void]
    return {_as_number(value): number for value, number in pairs}


def _as_number(value: int | str) -> int:
    if isinstance(value, int):
        return value
    red, green, blue = rgb(value)
    return red << 16 | green << 8 | blue


def _expected(description: Description) -> str:
    """``labels 0 to 10, or 11 (void)``."""
    void = ", ".join(str(value) for value in description.void)
    end = f", or {void} (void)" if void else ""
    if description.coding == "colours":
        return f"the colours of the {len(description.classes)} classes{end}"
    values = description.values
    if list(values) == list(range(len(values))):
        return f"labels 0 to {len(values) - 1}{end}"
    return f"labels {', '.join(str(value) for value in values)}{end}"
