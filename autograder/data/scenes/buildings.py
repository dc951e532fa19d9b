"""Buildings: boxes along the street, with the wall that faces it and the one that faces the camera."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.data.drawing.canvas import Mask, Window
from autograder.data.drawing.colours import jitter
from autograder.data.drawing.stream import Floats, Stream, smooth_noise
from autograder.data.scenes.canvas import BUILDING, FINE, ROAD, TALL, StreetCanvas
from autograder.data.scenes.world import NEAREST, View

_WALLS = [
    (0.62, 0.34, 0.26), (0.74, 0.66, 0.54), (0.58, 0.58, 0.58), (0.84, 0.82, 0.78), (0.66, 0.48, 0.36),
    (0.46, 0.48, 0.52), (0.80, 0.70, 0.46), (0.52, 0.62, 0.72), (0.56, 0.60, 0.48), (0.40, 0.36, 0.34),
]  # fmt: skip
_GLASS = [(0.22, 0.28, 0.36), (0.52, 0.64, 0.76), (0.14, 0.15, 0.17), (0.66, 0.70, 0.72)]
_SIGNS = [(0.80, 0.16, 0.14), (0.14, 0.34, 0.66), (0.92, 0.78, 0.20), (0.16, 0.46, 0.26), (0.90, 0.90, 0.88)]
_LIT = np.array([0.98, 0.84, 0.52])


@dataclass(frozen=True, kw_only=True)
class Facade:
    """How the walls of one building look; lengths in metres.

    Attributes:
        wall, glass, door, sign: colours, shape (3,).
        pitch: from one window to the next, across and up.
        pane: the share of the pitch that a window takes, across and up.
        shops: height of the ground floor.
        lit: for some windows (rows, columns; they repeat) how bright they are.
    """

    wall: Floats
    glass: Floats
    sign: Floats
    pitch: tuple[float, float]
    pane: tuple[float, float]
    shops: float
    brick: bool
    banner: float
    lit: Floats


def some_facade(stream: Stream, *, dusk: bool) -> Facade:
    """How a building may look."""
    office = stream.chance(0.25)
    panes = stream.floats(7, 11)
    return Facade(
        wall=jitter(stream, stream.pick(_WALLS), 0.25, 0.05),
        glass=jitter(stream, stream.pick(_GLASS), 0.2),
        sign=jitter(stream, stream.pick(_SIGNS), 0.2),
        pitch=(stream.between(1.6, 3.6), stream.between(2.7, 3.6)),
        pane=(0.86, stream.between(0.5, 0.8)) if office else (stream.between(0.3, 0.6), stream.between(0.4, 0.6)),
        shops=stream.between(3, 4.5) if stream.chance(0.6) else 0.0,
        brick=not office and stream.chance(0.6),
        banner=stream.between(3, 40),
        lit=np.where(panes > 0.6, panes, 0.0) if dusk else 0.35 * panes * panes,
    )


@dataclass(frozen=True, kw_only=True)
class Building:
    """A box: `side` −1 or 1, its street wall at X = `side` · `wall_x` from `near` to `far`, `height`, all metres."""

    side: int
    wall_x: float
    near: float
    far: float
    height: float
    facade: Facade

    def draw(self, canvas: StreetCanvas, stream: Stream, view: View) -> None:
        """The wall along the street, then the end that faces the camera."""
        self._cast_shadow(canvas, view)
        lit_side = view.sun == 0 or view.sun != self.side
        self._draw_street_wall(canvas, stream, view, 1.0 if lit_side else 0.62)
        if self.near > NEAREST:
            self._draw_end(canvas, stream, view, 0.9 if view.sun else 0.95)

    def _draw_street_wall(self, canvas: StreetCanvas, stream: Stream, view: View, light: float) -> None:
        x = self.side * self.wall_x
        near, far = sorted((view.column(x, max(self.near, NEAREST)), view.column(x, self.far)))
        top = view.row(self.height, max(self.near, NEAREST))
        window = canvas.window(near, min(top, view.horizon - 2), far, TALL)
        if window is None:
            return
        across = np.where(np.abs(window.x - view.middle) < 0.5, 0.5 * self.side, window.x - view.middle)
        z = view.focus * x / across
        inside = (z >= self.near) & (z <= self.far)
        self._draw_wall(canvas, stream, view, window, z, z, inside, light)

    def _draw_end(self, canvas: StreetCanvas, stream: Stream, view: View, light: float) -> None:
        inner = view.column(self.side * self.wall_x, self.near)
        outer = inner + self.side * FINE
        left, right = sorted((inner, outer))
        window = canvas.window(left, view.row(self.height, self.near), right, view.row(0, self.near))
        if window is None:
            return
        along = (window.x - view.middle) * self.near / view.focus
        inside = (window.x >= left) & (window.x <= right) & (np.abs(along) <= self.wall_x + 12)
        self._draw_wall(canvas, stream, view, window, along, np.full_like(along, self.near), inside, light)

    def _draw_wall(
        self, canvas: StreetCanvas, stream: Stream, view: View, window: Window, along: Floats, z: Floats, inside: Mask,
        light: float,
    ) -> None:  # fmt: skip
        """A wall: `along` in metres, distance `z` in metres, both (1, w)."""
        height = (view.horizon - window.y) * z / view.focus + view.eye
        mask = inside & (height >= 0) & (height <= self.height)
        colour = _wall_colour(self.facade, stream, window, along, height, z, self.height)
        canvas.label(window, mask, view.through_haze(colour * light, z), BUILDING)

    def _cast_shadow(self, canvas: StreetCanvas, view: View) -> None:
        """On the ground before the wall, if the light comes from behind it."""
        if view.sun != self.side:
            return
        window = canvas.window(0, view.row(0, self.far), FINE, TALL)
        if window is None:
            return
        z = view.focus * view.eye / np.maximum(window.y - view.horizon, 0.5)
        reach = (self.wall_x - self.side * (window.x - view.middle) * z / view.focus) / (0.45 * self.height)
        mask = (z >= self.near) & (z <= self.far) & (reach > 0) & (reach < 1)
        labels = canvas.labels[window.rows, window.columns]
        canvas.shade(window, mask & (labels == ROAD), view.shadow)


def _wall_colour(
    facade: Facade, stream: Stream, window: Window, along: Floats, height: Floats, z: Floats, top: float
) -> Floats:
    """Shape (3, h, w)."""
    column, row = along / facade.pitch[0], (height - facade.shops) / facade.pitch[1]
    column_number, row_number = np.floor(column), np.floor(row)
    column_part, row_part = column - column_number, row - row_number
    wide, high = facade.pane
    pane = (np.abs(column_part - 0.5) < wide / 2) & (np.abs(row_part - 0.55) < high / 2)
    pane &= (row > 0) & (height < top - 0.5)
    sill = (
        (np.abs(column_part - 0.5) < wide / 2 + 0.06) & (np.abs(row_part - 0.55) < high / 2 + 0.05) & ~pane & (row > 0)
    )
    grain = smooth_noise(stream, *window.shape, 11, 13)
    shade = 0.86 + 0.28 * grain
    if facade.brick:
        course = height / 0.3
        shade = shade * np.where((course - np.floor(course) < 0.25) & (z < 22), 0.88, 1.0)
    shade = np.where(height > top - 0.4, shade * 0.8, np.where(sill, shade * 1.12, shade))
    lit = facade.lit[
        np.remainder(row_number, 7).astype(np.int64),
        np.broadcast_to(np.remainder(column_number, 11).astype(np.int64), row_number.shape),
    ]
    colour = facade.wall[:, None, None] * shade
    glass = facade.glass[:, None, None] + (_LIT[:, None, None] - facade.glass[:, None, None]) * lit
    colour = np.where(pane, glass, colour)
    return _with_shops(facade, colour, column_part, height, along) if facade.shops else colour


def _with_shops(facade: Facade, colour: Floats, column_part: Floats, height: Floats, along: Floats) -> Floats:
    """A ground floor of shop windows under a coloured sign."""
    front = (height < facade.shops - 0.9) & (height > 0.4) & (np.abs(column_part - 0.5) < 0.42)
    sign = (height >= facade.shops - 0.8) & (height < facade.shops - 0.15)
    part = along / facade.banner
    sign = sign & (part - np.floor(part) < 0.7)
    dark = facade.glass[:, None, None] * 0.6
    return np.where(front, dark, np.where(sign, facade.sign[:, None, None], colour))
