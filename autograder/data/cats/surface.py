"""What is seen of a solid head: for each pixel of the canvas the nearest point of its surface."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.data.cats.pose import FINE, Point, Pose
from autograder.data.drawing.canvas import Canvas, Mask, Window
from autograder.data.drawing.stream import Floats

NOTHING, SKULL, MUZZLE, EAR, INSIDE = range(5)  # what a pixel shows; INSIDE of an ear
_AWAY = -99.0  # nearer than nothing


@dataclass(frozen=True, kw_only=True)
class Ball:
    """An ellipsoid that is part of a head: its middle and half axes."""

    middle: Point
    reach: Point
    part: int = SKULL

    def front(self, x: float, y: float) -> Point:
        """The point of it that is farthest out of the face at `x`, `y`."""
        across, down = (x - self.middle[0]) / self.reach[0], (y - self.middle[1]) / self.reach[1]
        return x, y, self.middle[2] + self.reach[2] * math.sqrt(1 - across * across - down * down)


@dataclass(frozen=True)
class Triangle:
    """Three points, a part of an ear; its first and second side bulge outwards by that share."""

    corners: tuple[Point, Point, Point]
    part: int
    bulge: tuple[float, float, float] = (0.0, 0.0, 0.0)


class Surface:
    """The head as the camera sees it, on the whole canvas.

    Attributes:
        part: `NOTHING`, `SKULL`, …; uint8, shape (FINE, FINE).
        near: how near the surface is, in half widths.
        place: where that is on the head, in its own axes, shape (3, FINE, FINE).
        light: how much light falls on it, about 0.4 to 1.1.
    """

    def __init__(self, canvas: Canvas, pose: Pose, light: Point) -> None:
        self.pose = pose
        self.part: NDArray[np.uint8] = np.zeros((FINE, FINE), dtype=np.uint8)
        self.near: Floats = np.full((FINE, FINE), _AWAY)
        self.place: Floats = np.zeros((3, FINE, FINE))
        self.light: Floats = np.ones((FINE, FINE))
        self._canvas, self._light = canvas, light
        self._own_light = pose.back(light)

    def add_ball(self, ball: Ball) -> None:
        """Where a ray meets the ellipsoid first: of a sphere after each axis is divided by its reach."""
        window = self.pose.window(self._canvas, ball.middle, ball.reach)
        if window is None:
            return
        u, v = self.pose.from_middle(window)
        turn, reach = self.pose.turn, ball.reach
        fixed = [turn[0][i] / reach[i] * u + (turn[1][i] / reach[i] * v - ball.middle[i] / reach[i]) for i in range(3)]
        along = [turn[2][i] / reach[i] for i in range(3)]
        a = along[0] * along[0] + along[1] * along[1] + along[2] * along[2]
        b = fixed[0] * along[0] + fixed[1] * along[1] + fixed[2] * along[2]
        c = fixed[0] * fixed[0] + fixed[1] * fixed[1] + fixed[2] * fixed[2] - 1
        room = b * b - a * c
        near = (np.sqrt(np.maximum(room, 0)) - b) / a
        unit = [fixed[i] + near * along[i] for i in range(3)]
        normal = [unit[i] / reach[i] for i in range(3)]
        length = np.sqrt(normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2])
        towards = sum(normal[i] * self._own_light[i] for i in range(3)) / length
        facing = sum(normal[i] * self.pose.turn[2][i] for i in range(3)) / length
        place = [unit[i] * reach[i] + ball.middle[i] for i in range(3)]
        self._put(window, room > 0, near, place, _lit(towards, facing), ball.part)

    def add_triangle(self, triangle: Triangle) -> None:
        """Barycentric coordinates; a side may bulge."""
        (x0, y0, z0), (x1, y1, z1), (x2, y2, z2) = (self.pose.seen(corner) for corner in triangle.corners)
        area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if abs(area) < 1.0:
            return
        window = self._canvas.window(min(x0, x1, x2) - 6, min(y0, y1, y2) - 6, max(x0, x1, x2) + 6, max(y0, y1, y2) + 6)
        if window is None:
            return
        one = ((window.x - x0) * (y2 - y0) - (x2 - x0) * (window.y - y0)) / area
        two = ((x1 - x0) * (window.y - y0) - (window.x - x0) * (y1 - y0)) / area
        zero = 1 - one - two
        bulge = triangle.bulge
        inside = (zero > -bulge[0] * np.maximum(one * two, 0)) & (one > -bulge[1] * np.maximum(zero * two, 0))
        inside &= two > -bulge[2] * np.maximum(zero * one, 0)
        near = zero * z0 + one * z1 + two * z2
        a, b, c = triangle.corners
        place = [zero * a[i] + one * b[i] + two * c[i] for i in range(3)]
        light = self._flat_light((x0, y0, z0), (x1, y1, z1), (x2, y2, z2))
        self._put(window, inside, near, place, np.full(window.shape, light), triangle.part)

    def shows(self, point: Point, slack: float = 0.06) -> bool:
        """Whether that point is on the canvas and nothing of the head lies before it."""
        x, y, near = self.pose.seen(point)
        row, column = math.floor(y), math.floor(x)
        return 0 <= row < FINE and 0 <= column < FINE and near >= float(self.near[row, column]) - slack

    def _put(self, window: Window, mask: Mask, near: Floats, place: list[Floats], light: Floats, part: int) -> None:
        """Keep what is nearer than what is there."""
        here = window.rows, window.columns
        mask = mask & (near > self.near[here])
        np.copyto(self.near[here], near, where=mask)
        np.copyto(self.light[here], light, where=mask)
        np.copyto(self.part[here], np.uint8(part), where=mask)
        for axis in range(3):
            np.copyto(self.place[axis][here], place[axis], where=mask)

    def _flat_light(self, one: Point, two: Point, three: Point) -> float:
        """On a flat piece, whichever of its sides is seen."""
        scale = self.pose.scale
        ax, ay, az = (two[0] - one[0]) / scale, (two[1] - one[1]) / scale, two[2] - one[2]
        bx, by, bz = (three[0] - one[0]) / scale, (three[1] - one[1]) / scale, three[2] - one[2]
        x, y, z = ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx
        length = math.sqrt(x * x + y * y + z * z) * (1 if z > 0 else -1)
        towards = (x * self._light[0] + y * self._light[1] + z * self._light[2]) / length
        return float(_lit(np.float64(towards), np.float64(abs(z / length))))


def _lit(towards: Floats | np.float64, facing: Floats | np.float64) -> Floats:
    """Light from one side, from everywhere, and less where the fur turns away."""
    return np.asarray((0.62 + 0.42 * np.maximum(towards, -0.3)) * (0.72 + 0.28 * np.minimum(2 * facing, 1)))
