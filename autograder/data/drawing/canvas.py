"""What is drawn on: colours at twice the resolution of the image."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.data.drawing.stream import Floats

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
    """Colours in [0, 1], shape (3, height, width); what comes later covers."""

    def __init__(self, height: int, width: int) -> None:
        self.colour: Floats = np.zeros((3, height, width))
        self._x = np.arange(width, dtype=np.float64)[None, :] + 0.5
        self._y = np.arange(height, dtype=np.float64)[:, None] + 0.5

    def window(self, left: float, top: float, right: float, bottom: float) -> Window | None:
        """The part of that rectangle that is on the canvas; None if none is."""
        height, width = self.colour.shape[1:]
        x0, x1 = _clip(left, width), _clip(right + 1, width)
        y0, y1 = _clip(top, height), _clip(bottom + 1, height)
        if x0 >= x1 or y0 >= y1:
            return None
        return Window(slice(y0, y1), slice(x0, x1), self._x[:, x0:x1], self._y[y0:y1])

    def paint(self, window: Window, mask: Mask, colour: Colour) -> None:
        """Cover `mask` of the window: `colour` is (3,) or (3, h, w)."""
        paint = np.asarray(colour, dtype=np.float64)
        paint = paint[:, None, None] if paint.ndim == 1 else paint
        np.copyto(self.colour[:, window.rows, window.columns], paint, where=mask)


def halved(colour: Floats) -> Floats:
    """The mean of each 2 × 2 pixels, shape (3, h / 2, w / 2)."""
    return (colour[:, ::2, ::2] + colour[:, ::2, 1::2] + (colour[:, 1::2, ::2] + colour[:, 1::2, 1::2])) * 0.25


def _clip(position: float, length: int) -> int:
    return int(min(max(position, 0), length))
