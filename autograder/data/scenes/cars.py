"""Cars: the end that faces the camera, and the side that faces the middle of the street."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.data.drawing.canvas import Mask, Window
from autograder.data.drawing.colours import jitter
from autograder.data.drawing.stream import Floats, Stream
from autograder.data.scenes.canvas import CAR, StreetCanvas
from autograder.data.scenes.plants import draw_shadow
from autograder.data.scenes.world import View

_PAINTS = [
    (0.84, 0.84, 0.84), (0.60, 0.61, 0.63), (0.12, 0.12, 0.14), (0.34, 0.35, 0.38), (0.62, 0.10, 0.10),
    (0.14, 0.24, 0.48), (0.74, 0.66, 0.52), (0.18, 0.34, 0.24), (0.90, 0.72, 0.14), (0.44, 0.60, 0.74),
]  # fmt: skip
_TYRE = np.array([0.07, 0.07, 0.08])
_HUB = np.array([0.50, 0.50, 0.52])
_BUMPER = np.array([0.20, 0.20, 0.21])
_RED = np.array([0.80, 0.10, 0.08])
_WHITE = np.array([0.96, 0.95, 0.86])

Layers = list[tuple[Mask, Floats]]


@dataclass(frozen=True, kw_only=True)
class Car:
    """A car whose near end is at `z` and whose middle is at `x`; lengths in metres.

    Attributes:
        crosswise: whether it shows its side to the camera, as one that crosses the street does.
        front: whether the near end is its front.
        waist: height of the body below the windows.
        bonnet, boot: lengths before and behind the cabin.
        paint, glass: colours, shape (3,).
        gloss: how much the body reflects the sky.
    """

    x: float
    z: float
    wide: float
    tall: float
    long: float
    crosswise: bool
    front: bool
    waist: float
    bonnet: float
    boot: float
    paint: Floats
    glass: Floats
    gloss: float

    def draw(self, canvas: StreetCanvas, stream: Stream, view: View) -> None:  # noqa: ARG002 – as all things are drawn
        """Shadow, then the side, then the end before it."""
        half = (self.long if self.crosswise else self.wide) / 2
        draw_shadow(canvas, view, self.x, self.z + 0.3, half * 1.05, 0.9)
        if self.crosswise:
            self._draw_across(canvas, view)
        else:
            self._draw_flank(canvas, view)
            self._draw_cabin(canvas, view)
            self._draw_body(canvas, view)

    def _draw_across(self, canvas: StreetCanvas, view: View) -> None:
        """A side that faces the camera."""
        left, right = (view.column(self.x + end * self.long / 2, self.z) for end in (-1, 1))
        window = canvas.window(left, view.row(self.tall, self.z), right, view.row(0, self.z))
        if window is None:
            return
        part = (window.x - left) / (right - left)
        along = (part if self.front else 1 - part) * self.long
        height = _height(view, window, self.z)
        self._paint(canvas, view, window, self._side(along, height), height, self.z, 1.0)

    def _draw_flank(self, canvas: StreetCanvas, view: View) -> None:
        """The side that is seen if the car is not straight ahead."""
        side = 1 if self.x > 0 else -1
        x = self.x - side * self.wide / 2
        if x * side <= 0.2:
            return
        far = self.z + self.long
        left, right = sorted((view.column(x, self.z), view.column(x, far)))
        window = canvas.window(left, view.row(self.tall, self.z), right, view.row(0, self.z))
        if window is None:
            return
        across = np.where(np.abs(window.x - view.middle) < 0.5, 0.5 * side, window.x - view.middle)
        z = np.clip(view.focus * x / across, self.z, far)
        along = z - self.z if self.front else far - z
        height = _height(view, window, z)
        self._paint(canvas, view, window, self._side(along, height), height, z, 0.7 if view.sun == side else 0.95)

    def _draw_cabin(self, canvas: StreetCanvas, view: View) -> None:
        """What is above the waist at the near end, and the bonnet or boot before it."""
        inset = (self.bonnet + 0.3 if self.front else self.boot + 0.15) + self.z
        near, deep = view.row(self.waist, self.z), view.row(self.waist, inset)
        middle, half = view.column(self.x, inset), view.focus * self.wide / 2 / inset
        reach = view.focus * self.wide / 2 / self.z
        middle_near = view.column(self.x, self.z)
        window = canvas.window(
            min(middle - half, middle_near - reach), view.row(self.tall, inset),
            max(middle + half, middle_near + reach), max(near, deep),
        )  # fmt: skip
        if window is None:
            return
        back = np.clip((near - window.y) / (near - deep), 0, 1) if near > deep + 0.5 else np.ones_like(window.y)
        centre, side = middle_near + (middle - middle_near) * back, reach + (half - reach) * back
        u = np.abs(window.x - centre) / side
        height = _height(view, window, inset)
        slope = (height - self.waist) / (self.tall - self.waist)
        lid = (u < 0.97) & (window.y <= near) & (window.y >= deep)
        cabin = (u < 0.97 - 0.12 * slope - 0.06 * slope * slope) & (slope >= 0) & (slope < 1)
        glass = (u < 0.84 - 0.13 * slope) & (slope > 0.08) & (slope < 0.84)
        layers = [(lid, self.paint * 1.08), (cabin, self.paint), (glass, self.glass)]
        self._paint(canvas, view, window, layers, height, inset, 1.0)

    def _draw_body(self, canvas: StreetCanvas, view: View) -> None:
        """What is below the waist at the near end."""
        middle, half = view.column(self.x, self.z), view.focus * self.wide / 2 / self.z
        window = canvas.window(middle - half, view.row(self.waist, self.z), middle + half, view.row(0, self.z))
        if window is None:
            return
        u, height = np.abs(window.x - middle) / half, _height(view, window, self.z)
        v = height / self.waist
        tyres = (u > 0.68) & (u < 0.96) & (v > 0) & (v < 0.5)
        body = (u < 1 - 0.3 * np.maximum(0.45 - v, 0)) & (v > 0.22) & (v <= 1)
        bumper = body & (v < 0.5)
        lights = (u > 0.68) & (u < 0.97) & (v > 0.62) & (v < 0.9)
        plate = (u < 0.24) & (v > 0.52) & (v < 0.68)
        grille = (u < 0.55) & (v > 0.56) & (v < 0.8) & self.front
        layers = [
            (tyres, _TYRE), (body, self.paint), (bumper, _BUMPER), (grille, _BUMPER), (plate, _WHITE),
            (lights, _WHITE if self.front else _RED),
        ]  # fmt: skip
        self._paint(canvas, view, window, layers, height, self.z, 0.95)

    def _side(self, along: Floats, height: Floats) -> Layers:
        """A side; `along` in metres from the front."""
        slope = (height - self.waist) / (self.tall - self.waist)
        rear = self.long - along
        ends = np.minimum(along, rear)
        body = (ends > 0) & (height > 0.24) & (height <= self.waist - 0.1 * np.maximum(0.6 - ends, 0))
        cabin = (along > self.bonnet + 0.55 * slope) & (rear > self.boot + 0.3 * slope) & (slope > 0) & (slope < 1)
        glass = (along > self.bonnet + 0.2 + 0.55 * slope) & (rear > self.boot + 0.2 + 0.3 * slope)
        glass &= (slope > 0.06) & (slope < 0.84) & (np.abs(along - 0.56 * self.long) > 0.06)
        door = (np.abs(along - 0.56 * self.long) < 0.025) & body & (height > 0.35)
        layers: Layers = [(body | cabin, self.paint), (glass, self.glass), (door, self.paint * 0.6)]
        for hub in (0.8, self.long - 0.85):
            far = (along - hub) * (along - hub) + (height - 0.32) * (height - 0.32)
            layers += [(far < 0.32 * 0.32, _TYRE), (far < 0.17 * 0.17, _HUB)]
        return layers

    def _paint(
        self, canvas: StreetCanvas, view: View, window: Window, layers: Layers, height: Floats, z: float | Floats,
        light: float,
    ) -> None:  # fmt: skip
        """Brighter towards the top, and where the body reflects the sky."""
        belt = np.abs(height - self.waist + 0.12) < 0.07
        shine = light * (0.8 + 0.22 * np.clip(height, 0, 2) / self.tall + self.gloss * belt)
        for mask, colour in layers:
            lit = np.minimum(colour[:, None, None] * shine, 1)
            canvas.label(window, mask, view.through_haze(lit, z), CAR)


def _height(view: View, window: Window, z: float | Floats) -> Floats:
    """Metres above the ground of what is seen in the window `z` metres away."""
    height: Floats = (view.horizon - window.y) * z / view.focus + view.eye
    return height


def some_car(stream: Stream, x: float, z: float, *, crosswise: bool = False) -> Car:
    """A car or a van at that place."""
    van = stream.chance(0.2)
    return Car(
        x=x,
        z=z,
        wide=stream.between(1.7, 1.95),
        tall=stream.between(1.9, 2.3) if van else stream.between(1.38, 1.6),
        long=stream.between(4.4, 5.2) if van else stream.between(3.7, 4.5),
        crosswise=crosswise,
        front=stream.chance(0.5),
        waist=stream.between(0.82, 0.98) + 0.15 * van,
        bonnet=stream.between(0.3, 0.6) if van else stream.between(0.9, 1.25),
        boot=0.05 if van else stream.between(0.1, 0.7),
        paint=jitter(stream, stream.pick(_PAINTS), 0.2, 0.04),
        glass=jitter(stream, stream.pick([(0.12, 0.14, 0.17), (0.36, 0.44, 0.52), (0.20, 0.22, 0.22)]), 0.2),
        gloss=stream.between(0.0, 0.25),
    )
