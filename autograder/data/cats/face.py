"""What is on the fur: eyes, nose, mouth, the inside of the ears, whiskers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.data.cats.anatomy import Anatomy
from autograder.data.cats.coat import Coat
from autograder.data.cats.pose import Point
from autograder.data.cats.surface import EAR, INSIDE, MUZZLE, NOTHING, SKULL, Surface
from autograder.data.drawing.canvas import Canvas, Mask
from autograder.data.drawing.colours import jitter
from autograder.data.drawing.stream import Floats, Stream

_EYES = [
    (0.56, 0.66, 0.22), (0.78, 0.68, 0.20), (0.80, 0.52, 0.14), (0.40, 0.60, 0.80), (0.42, 0.58, 0.36),
    (0.50, 0.36, 0.18),
]  # fmt: skip
_NOSES = [(0.86, 0.54, 0.52), (0.70, 0.38, 0.32), (0.16, 0.13, 0.13), (0.44, 0.30, 0.26)]
_INSIDES = [(0.86, 0.62, 0.56), (0.70, 0.50, 0.44), (0.52, 0.40, 0.36), (0.30, 0.24, 0.23)]
_LINER = np.array([0.09, 0.08, 0.08])


@dataclass(frozen=True, kw_only=True)
class Face:
    """Colours, shape (3,), and how the cat looks.

    Attributes:
        iris: of the left and of the right eye.
        pupil: half its width, a share of the eye's.
        lid: how far the upper lid is down: 0 open, 1 closed.
        glint: where the light is mirrored in the eyes, shares of their size.
    """

    iris: tuple[Floats, Floats]
    nose: Floats
    inside: Floats
    pupil: float
    lid: float
    glint: tuple[float, float]
    whisker: float

    def paint(self, canvas: Canvas, surface: Surface, anatomy: Anatomy, coat: Coat) -> None:
        """Fur first, then what is on it."""
        head = surface.part != NOTHING
        rows, columns = _around(head)
        if rows.stop == 0:
            return
        part, place = surface.part[rows, columns], surface.place[:, rows, columns]
        ear = ((part == EAR) | (part == INSIDE)) * 1.0
        colour = coat.at(place, ear)
        self._paint_insides(colour, anatomy, part, place)
        for side, iris in ((1, self.iris[0]), (-1, self.iris[1])):
            self._paint_eye(colour, anatomy, side, iris, (part == SKULL) & (place[2] > 0), place)
        self._paint_mouth(colour, anatomy, (part == MUZZLE) & (place[2] > 0.3), place)
        lit = np.clip(colour * surface.light[rows, columns], 0, 1)
        np.copyto(canvas.colour[:, rows, columns], lit, where=part != NOTHING)

    def _paint_insides(self, colour: Floats, anatomy: Anatomy, part: NDArray[np.uint8], place: Floats) -> None:
        """The bare skin of an ear, with a rim of fur around it, darker towards its base."""
        x, y = np.abs(place[0]), place[1]
        up = (y + 0.5) / (anatomy.tip[1] + 0.5)  # 0 at the base, 1 at the tip
        axis = 0.5 * (anatomy.base[0] + anatomy.base[1])
        off = np.abs(x - axis - (anatomy.tip[0] - axis) * up)
        skin = (part == INSIDE) & (off < 0.21 * (1 - up)) & (up < 0.86)
        np.copyto(colour, self.inside[:, None, None] * (0.7 + 0.35 * np.clip(up, 0, 1)), where=skin)

    def _paint_eye(self, colour: Floats, anatomy: Anatomy, side: int, iris: Floats, skin: Mask, place: Floats) -> None:
        across = side * (place[0] - side * anatomy.eye[0]) / anatomy.eye_size[0]  # 1 at the outer corner
        down = (place[1] - anatomy.eye[1]) / anatomy.eye_size[1] + anatomy.slant * across
        if self.lid > 0.9:
            line = (np.abs(down - 0.3 + 0.5 * across * across) < 0.26) & (np.abs(across) < 1.05)
            np.copyto(colour, _LINER[:, None, None], where=line & skin)
            return
        size = across * across + down * down
        lid = 1.9 * self.lid - 1.0
        np.copyto(colour, _LINER[:, None, None], where=skin & (size < 1.5) & (down > lid - 0.25))
        open_ = skin & (size < 1) & (down > lid)
        np.copyto(colour, iris[:, None, None] * (1.15 - 0.35 * size - 0.2 * (down < -0.4)), where=open_)
        slit = across * across / (self.pupil * self.pupil) + down * down / 0.8
        np.copyto(colour, 0.03, where=open_ & (slit < 1))
        right, below = side * across - self.glint[0], down - self.glint[1]
        np.copyto(colour, 0.97, where=open_ & (right * right + below * below < 0.06))

    def _paint_mouth(self, colour: Floats, anatomy: Anatomy, muzzle: Mask, place: Floats) -> None:
        x, y = np.abs(place[0]), place[1] - anatomy.nose
        nose = muzzle & (y > -0.1) & (x < 0.135 - 0.75 * np.maximum(y + 0.02, 0)) & (y < 0.12)
        lip = (y > 0.1) & (y < 0.25) & (x < 0.018)
        lip |= (x < 0.3) & (np.abs(y - 0.29 + 0.5 * (x - 0.15) * (x - 0.15) / 0.15) < 0.02)
        lattice = place[0] * 37
        freckles = (np.abs(x - 0.2) < 0.1) & (np.abs(y - 0.16) < 0.06) & (lattice - np.floor(lattice) < 0.25)
        colour *= np.where(muzzle & lip, 0.42, np.where(muzzle & freckles, 0.8, 1.0))
        np.copyto(colour, self.nose[:, None, None] * (1.0 - 1.2 * np.maximum(y, 0)), where=nose)

    def whiskers(self, canvas: Canvas, surface: Surface, anatomy: Anatomy) -> None:
        """Three fine lines on each side that is seen."""
        for side in (1, -1):
            for number in (-1, 0, 1):
                start = (side * 0.26, anatomy.nose + 0.15 + 0.05 * number, 0.8)
                end = (side * 1.15, anatomy.nose + 0.12 + 0.24 * number, 0.45)
                if surface.shows(start, 0.3):
                    _draw_line(canvas, surface.pose.seen(start), surface.pose.seen(end), self.whisker)


def some_face(stream: Stream) -> Face:
    """How it may look at you."""
    iris = jitter(stream, stream.pick(_EYES), 0.2, 0.05)
    other = jitter(stream, stream.pick(_EYES), 0.2, 0.05) if stream.chance(0.06) else iris
    return Face(
        iris=(iris, other),
        nose=jitter(stream, stream.pick(_NOSES), 0.15),
        inside=jitter(stream, stream.pick(_INSIDES), 0.15),
        pupil=stream.between(0.16, 0.75),
        lid=1.0 if stream.chance(0.08) else stream.between(0, 0.5) * stream.between(0, 1),
        glint=(stream.between(-0.45, 0.45), -stream.between(0.2, 0.5)),
        whisker=stream.between(0.2, 0.7) if stream.chance(0.8) else 0.0,
    )


def _draw_line(canvas: Canvas, start: Point, end: Point, strength: float) -> None:
    """A white line one canvas pixel wide."""
    (x0, y0, _), (x1, y1, _) = start, end
    window = canvas.window(min(x0, x1) - 1, min(y0, y1) - 1, max(x0, x1) + 1, max(y0, y1) + 1)
    if window is None:
        return
    dx, dy = x1 - x0, y1 - y0
    squared = dx * dx + dy * dy
    along = ((window.x - x0) * dx + (window.y - y0) * dy) / squared
    off = (window.x - x0) * dy - (window.y - y0) * dx
    line = (along > 0) & (along < 1) & (off * off < 0.4 * squared)
    below = canvas.colour[:, window.rows, window.columns]
    canvas.paint(window, line, below + (0.95 - below) * strength)


def _around(mask: Mask) -> tuple[slice, slice]:
    """The rows and columns that hold all of it."""
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return slice(0, 0), slice(0, 0)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
