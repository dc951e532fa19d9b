"""What streets are drawn on: colours and labels at twice the resolution of the image."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from autograder.data.drawing.canvas import Canvas, Colour, Mask, Window, halved
from autograder.data.drawing.stream import Floats
from autograder.data.labelled import IGNORE

SKY, BUILDING, ROAD, VEGETATION, CAR, PERSON = range(6)

SIZE = 96  # pixels, of an image's sides
FINE = 2 * SIZE  # columns of the canvas
SLACK = 20  # rows above and below, for what a tilted camera sees
TALL = FINE + 2 * SLACK


class StreetCanvas(Canvas):
    """Colours, shape (3, TALL, FINE), and labels, shape (TALL, FINE); what comes later covers."""

    def __init__(self) -> None:
        super().__init__(TALL, FINE)
        self.labels: NDArray[np.uint8] = np.full((TALL, FINE), SKY, dtype=np.uint8)

    def label(self, window: Window, mask: Mask, colour: Colour, label: int) -> None:
        """Cover `mask` of the window, and say what it is now."""
        self.paint(window, mask, colour)
        np.copyto(self.labels[window.rows, window.columns], np.uint8(label), where=mask)

    def shade(self, window: Window, mask: Mask, light: float) -> None:
        """Multiply what lies on the ground in `mask` by `light`: a shadow."""
        labels = self.labels[window.rows, window.columns]
        grounded = mask & ((labels == ROAD) | (labels == VEGETATION))
        part = self.colour[:, window.rows, window.columns]
        np.multiply(part, light, out=part, where=grounded)


def develop(canvas: StreetCanvas, rise: float) -> tuple[Floats, NDArray[np.uint8]]:
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
    return halved(colour), _with_borders(labels)


def _with_borders(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Every second label; `IGNORE` where the 3 × 3 labels from there on differ, which is once along each border."""
    padded = np.pad(labels, ((0, 1), (0, 1)), mode="edge")
    small = labels[::2, ::2]
    mixed = np.zeros(small.shape, dtype=bool)
    for down in range(3):
        for right in range(3):
            mixed |= padded[down : down + FINE : 2, right : right + FINE : 2][:SIZE, :SIZE] != small
    return np.where(mixed, np.uint8(IGNORE), small)
