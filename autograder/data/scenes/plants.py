"""Trees and bushes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.data.drawing.colours import jitter
from autograder.data.drawing.stream import Floats, Stream, smooth_noise
from autograder.data.scenes.canvas import VEGETATION, StreetCanvas
from autograder.data.scenes.world import View

_LEAVES = [
    (0.24, 0.42, 0.16), (0.32, 0.48, 0.20), (0.16, 0.30, 0.14), (0.44, 0.46, 0.18),
    (0.60, 0.42, 0.18), (0.52, 0.26, 0.16), (0.34, 0.36, 0.28),
]  # fmt: skip
_BARK = (0.30, 0.24, 0.20)


@dataclass(frozen=True, kw_only=True)
class Plant:
    """A tree, or with no trunk a bush, at (`x`, `z`); lengths in metres.

    Attributes:
        trunk: height at which the crown begins, 0 for a bush.
        crown: height and half the width of the crown.
        leaves: colour, shape (3,).
    """

    x: float
    z: float
    trunk: float
    crown: tuple[float, float]
    leaves: Floats

    def draw(self, canvas: StreetCanvas, stream: Stream, view: View) -> None:
        """Shadow, trunk, crown."""
        scale = view.focus / self.z
        column, foot = view.column(self.x, self.z), view.row(0, self.z)
        draw_shadow(canvas, view, self.x, self.z, self.crown[1], 0.6 * self.crown[1])
        if self.trunk:
            self._draw_trunk(canvas, view, column, foot, scale)
        height, half = self.crown[0] * scale, self.crown[1] * scale
        top = foot - self.trunk * scale - height
        window = canvas.window(column - 1.2 * half, top - 0.1 * height, column + 1.2 * half, top + 1.1 * height)
        if window is None:
            return
        across, down = (window.x - column) / half, (window.y - top) / height * 2 - 1
        body, light = _blobs(stream, across, down)
        cell = max(2, int(scale * 0.25))
        rough = smooth_noise(stream, *window.shape, cell, cell) - 0.5
        fine = stream.floats(*window.shape) - 0.5
        mask = (body + 0.9 * rough + 0.25 * fine > 0.25) & (window.y < foot)
        shade = 0.72 + 0.42 * light + 0.5 * rough + 0.3 * fine
        side = 1 - 0.2 * view.sun * np.clip(-across, -1, 1) if view.sun else 1.0
        colour = np.clip(self.leaves[:, None, None] * (shade * side), 0, 1)
        canvas.label(window, mask, view.through_haze(colour, self.z), VEGETATION)

    def _draw_trunk(self, canvas: StreetCanvas, view: View, column: float, foot: float, scale: float) -> None:
        half = max(0.14 * scale, 1.0)
        window = canvas.window(column - half, foot - (self.trunk + 0.5 * self.crown[0]) * scale, column + half, foot)
        if window is None:
            return
        across = (window.x - column) / half
        mask = (np.abs(across) < 1) & (window.y < foot)
        colour = np.array(_BARK)[:, None, None] * (1 - 0.25 * across * (view.sun or 1))
        canvas.label(window, mask, view.through_haze(np.broadcast_to(colour, (3, *window.shape)), self.z), VEGETATION)


def some_plant(stream: Stream, x: float, z: float) -> Plant:
    """A tree, less often a bush, at that place."""
    leaves = jitter(stream, stream.pick(_LEAVES), 0.3, 0.04)
    if stream.chance(0.3):
        return Plant(x=x, z=z, trunk=0.0, crown=(stream.between(0.9, 2.2), stream.between(0.8, 2.6)), leaves=leaves)
    crown = (stream.between(2.5, 6), stream.between(1.4, 3))
    return Plant(x=x, z=z, trunk=stream.between(1.6, 2.8), crown=crown, leaves=leaves)


def draw_shadow(canvas: StreetCanvas, view: View, x: float, z: float, half: float, depth: float) -> None:
    """A flat ellipse on the ground, `half` metres to each side, `depth` along Z, cast away from the sun."""
    column = view.column(x - view.sun * 0.8 * half, z)
    wide, deep = view.focus * half * 1.3 / z, view.focus * view.eye * min(depth, 0.4 * z) / (z * z)
    row = view.row(0, z)
    window = canvas.window(column - wide, row - deep, column + wide, row + deep)
    if window is None:
        return
    across, along = (window.x - column) / wide, (window.y - row) / deep
    canvas.shade(window, across * across + along * along < 1, view.shadow if view.sun else 0.75)


def _blobs(stream: Stream, across: Floats, down: Floats) -> tuple[Floats, Floats]:
    """A crown of overlapping balls in a square from −1 to 1: how far inside, and how bright (from above)."""
    places = stream.floats(stream.whole(4, 7), 3)
    body = 1 - (across * across + down * down) / 0.45
    light = -0.7 * down + 0 * across
    for x, y, size in places.tolist():
        x, y, size = 1.3 * x - 0.65, 1.3 * y - 0.65, 0.35 + 0.25 * size
        right, below = (across - x) / size, (down - y) / size
        ball = 1 - right * right - below * below
        light = np.where(ball > body, -0.6 * below - 0.2 * y, light)
        body = np.maximum(body, ball)
    return body, light
