"""What is drawn on: colours and labels at twice the resolution of the image."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.data.labelled import IGNORE
from autograder.data.scenes.stream import Floats

SKY, BUILDING, ROAD, VEGETATION, CAR, PERSON = range(6)

SIZE = 96  # pixels, of an image's sides
FINE = 2 * SIZE  # columns of the canvas
SLACK = 20  # rows above and below, for what a tilted camera sees
TALL = FINE + 2 * SLACK

Mask = NDArray[np.bool_]
Colour = Floats | tuple[float, float, float]


@dataclass(frozen=True)
class Window:
    """A rectangle of the canvas; x and y are the centres of its columns and rows, shapes (1, w) and (h, 1)."""

    rows: slice
    columns: slice
    x: Floats
    y: Floats

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.y.shape[0], self.x.shape[1]


class Canvas:
    """Colours in [0, 1], shape (3, TALL, FINE), and labels, shape (TALL, FINE); what comes later covers."""

    def __init__(self) -> None:
        self.colour: Floats = np.zeros((3, TALL, FINE))
        self.labels: NDArray[np.uint8] = np.full((TALL, FINE), SKY, dtype=np.uint8)
        self._x = np.arange(FINE, dtype=np.float64)[None, :] + 0.5
        self._y = np.arange(TALL, dtype=np.float64)[:, None] + 0.5

    def window(self, left: float, top: float, right: float, bottom: float) -> Window | None:
        """The part of that rectangle that is on the canvas; None if none is."""
        x0, x1 = _clip(left, FINE), _clip(right + 1, FINE)
        y0, y1 = _clip(top, TALL), _clip(bottom + 1, TALL)
        if x0 >= x1 or y0 >= y1:
            return None
        return Window(slice(y0, y1), slice(x0, x1), self._x[:, x0:x1], self._y[y0:y1])

    def paint(self, window: Window, mask: Mask, colour: Colour, label: int | None = None) -> None:
        """Cover `mask` of the window: `colour` is (3,) or (3, h, w)."""
        paint = np.asarray(colour, dtype=np.float64)
        paint = paint[:, None, None] if paint.ndim == 1 else paint
        np.copyto(self.colour[:, window.rows, window.columns], paint, where=mask)
        if label is not None:
            np.copyto(self.labels[window.rows, window.columns], np.uint8(label), where=mask)

    def shade(self, window: Window, mask: Mask, light: float) -> None:
        """Multiply what lies on the ground in `mask` by `light`: a shadow."""
        labels = self.labels[window.rows, window.columns]
        grounded = mask & ((labels == ROAD) | (labels == VEGETATION))
        part = self.colour[:, window.rows, window.columns]
        np.multiply(part, light, out=part, where=grounded)


def _clip(position: float, length: int) -> int:
    return int(min(max(position, 0), length))


def develop(canvas: Canvas, rise: float) -> tuple[Floats, NDArray[np.uint8]]:
    """The canvas seen by a camera that is tilted: columns slide by up to `rise` canvas rows at the edges.

    Returns:
        Colours, shape (3, SIZE, SIZE), each the mean of four, and labels, shape (SIZE, SIZE): `IGNORE` in a line one
        pixel wide wherever two classes meet.
    """
    slide = np.floor((np.arange(FINE) - FINE / 2) * (rise * 2 / FINE)).astype(np.int64)
    rows = np.arange(FINE)[:, None] + (SLACK + slide)[None, :]
    columns = np.arange(FINE)[None, :]
    colour = canvas.colour[:, rows, columns]
    labels = canvas.labels[rows, columns]
    small = (colour[:, ::2, ::2] + colour[:, ::2, 1::2] + (colour[:, 1::2, ::2] + colour[:, 1::2, 1::2])) * 0.25
    return small, _with_borders(labels)


def _with_borders(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Every second label; `IGNORE` where the 3 × 3 labels from there on differ, which is once along each border."""
    padded = np.pad(labels, ((0, 1), (0, 1)), mode="edge")
    small = labels[::2, ::2]
    mixed = np.zeros(small.shape, dtype=bool)
    for down in range(3):
        for right in range(3):
            mixed |= padded[down : down + FINE : 2, right : right + FINE : 2][:SIZE, :SIZE] != small
    return np.where(mixed, np.uint8(IGNORE), small)
