"""How a head is held and where it is in the picture, without sines: every turn is t = tan(angle / 2).

A head's own axes, in half widths of the head: X to the cat's left, which is the right of a picture of its face; Y down;
Z out of its face. A camera far away sees the picture's X and Y as they are drawn, and Z as nearness.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from autograder.data.drawing.canvas import Canvas, Window
from autograder.data.drawing.stream import Floats, Stream

Point = tuple[float, float, float]
Matrix = tuple[Point, Point, Point]

FINE = 192  # rows and columns of the canvas, two for each pixel of the image


@dataclass(frozen=True, kw_only=True)
class Pose:
    """Where the middle of the head is on the canvas, canvas pixels per half width of the head, and how it is turned.

    Attributes:
        turn: rows of the rotation from the head's axes to the picture's.
    """

    x: float
    y: float
    scale: float
    turn: Matrix

    def seen(self, point: Point) -> Point:
        """Canvas column and row of a point of the head, and how near it is, in half widths."""
        x, y, near = (_dot(row, point) for row in self.turn)
        return self.x + self.scale * x, self.y + self.scale * y, near

    def back(self, direction: Point) -> Point:
        """A direction of the picture in the head's own axes."""
        columns: Matrix = tuple(zip(*self.turn, strict=True))  # type: ignore[assignment]
        return _dot(columns[0], direction), _dot(columns[1], direction), _dot(columns[2], direction)

    def window(self, canvas: Canvas, middle: Point, reach: Point) -> Window | None:
        """What an ellipsoid with these half axes can cover."""
        x, y, _ = self.seen(middle)
        wide, high = (self.scale * _length(row, reach) for row in self.turn[:2])
        return canvas.window(x - wide - 1, y - high - 1, x + wide + 1, y + high + 1)

    def from_middle(self, window: Window) -> tuple[Floats, Floats]:
        """How far each pixel is from the middle of the head, in half widths, (1, w) and (h, 1)."""
        return (window.x - self.x) / self.scale, (window.y - self.y) / self.scale


def some_pose(stream: Stream) -> Pose:
    """Most look up to 40° past the camera; some lie on their side, or look away until only half a face is seen."""
    roll = stream.between(-1.19, 1.19) if stream.chance(0.3) else stream.between(-0.36, 0.36)
    yaw = stream.between(-0.7, 0.7) if stream.chance(0.35) else stream.between(-0.3, 0.3)
    pitch = stream.between(-0.2, 0.16)
    scale = stream.between(22, 44) if stream.chance(0.65) else stream.between(36, 60)
    beside, above = 0.85 * scale / FINE, min(1.25 * scale / FINE, 0.45)  # few heads are cut off
    return Pose(
        x=FINE * stream.between(beside, 1 - beside),
        y=FINE * stream.between(above, 1 - beside),
        scale=scale,
        turn=product(around_z(roll), product(around_x(pitch), around_y(yaw))),
    )


def cos_sin(t: float) -> tuple[float, float]:
    """Of the angle whose half has the tangent `t`."""
    return (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)


def around_x(t: float) -> Matrix:
    """Positive: the face looks up."""
    c, s = cos_sin(t)
    return (1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c)


def around_y(t: float) -> Matrix:
    """Positive: the face looks to the right of the picture."""
    c, s = cos_sin(t)
    return (c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c)


def around_z(t: float) -> Matrix:
    """Positive: clockwise in the picture."""
    c, s = cos_sin(t)
    return (c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0)


def product(one: Matrix, other: Matrix) -> Matrix:
    """First `other`, then `one`."""
    columns = list(zip(*other, strict=True))
    return tuple(tuple(_dot(row, column) for column in columns) for row in one)  # type: ignore[return-value]


def _dot(one: Point, other: Point) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def _length(row: Point, reach: Point) -> float:
    """How far an ellipsoid reaches along a direction: √ is rounded exactly everywhere."""
    parts = [a * b for a, b in zip(row, reach, strict=True)]
    return math.sqrt(parts[0] * parts[0] + parts[1] * parts[1] + parts[2] * parts[2])
