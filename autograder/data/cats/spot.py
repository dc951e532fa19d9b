"""A thing that lies flat in the picture: where it is, how large and how it is turned, and painting its layers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.data.cats.pose import cos_sin
from autograder.data.drawing.canvas import Canvas, Mask, Window
from autograder.data.drawing.stream import Floats

Layers = list[tuple[Mask, Floats]]  # masks with colours, shape (3,) or (3, h, w); later ones cover


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A square of the canvas with its middle at (`x`, `y`), `size` from there to each side, turned by `turn`.

    Attributes:
        turn: tan(angle / 2), clockwise.
    """

    x: float
    y: float
    size: float
    turn: float = 0.0

    def window(self, canvas: Canvas) -> Window | None:
        """The part of the canvas that it can reach."""
        reach = 1.5 * self.size
        return canvas.window(self.x - reach, self.y - reach, self.x + reach, self.y + reach)

    def inside(self, window: Window) -> tuple[Floats, Floats]:
        """Each pixel in the spot's own axes: −1 to 1 from side to side."""
        c, s = cos_sin(self.turn)
        right, down = (window.x - self.x) / self.size, (window.y - self.y) / self.size
        return c * right + s * down, c * down - s * right

    def paint(self, canvas: Canvas, window: Window, layers: Layers, light: Floats | float = 1.0) -> Mask:
        """Paint all layers; returns what they cover, shape (h, w)."""
        covered = np.zeros(window.shape, dtype=bool)
        for mask, colour in layers:
            paint = colour[:, None, None] if colour.ndim == 1 else colour
            canvas.paint(window, mask, np.clip(paint * light, 0, 1))
            covered |= mask
        return covered
