"""The shape of a head: balls for skull, cheeks and muzzle, two ears, and where its five keypoints are."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.data.cats.pose import Point
from autograder.data.cats.surface import EAR, INSIDE, MUZZLE, Ball, Surface, Triangle
from autograder.data.drawing.stream import Stream

_LEFT, _RIGHT = 1, -1  # the cat's own left is along X


@dataclass(frozen=True, kw_only=True)
class Anatomy:
    """Lengths in half widths of the head.

    Attributes:
        eye: where the left one is, x and y; its half width and half height; how far it slants.
        nose: how far down it is.
        tip: of the left ear.
        base: x of the left ear's two ends.
        cheek, muzzle: how far they stand out.
    """

    skull: Ball
    eye: tuple[float, float]
    eye_size: tuple[float, float]
    slant: float
    nose: float
    tip: Point
    base: tuple[float, float]
    cheek: float
    muzzle: float

    def add_to(self, surface: Surface) -> None:
        """All of it."""
        for ball in (self.skull, *self._cheeks(), *self._muzzle()):
            surface.add_ball(ball)
        for side in (_LEFT, _RIGHT):
            for triangle in self._ear(side):
                surface.add_triangle(triangle)

    def keypoints(self) -> tuple[Point, Point, Point, Point, Point]:
        """Left and right ear, left and right eye, nose."""
        x, y, z = self.tip
        left, right = (self.skull.front(side * self.eye[0], self.eye[1]) for side in (_LEFT, _RIGHT))
        return (x, y, z), (-x, y, z), left, right, self._nose_ball().front(0.0, self.nose)

    def _cheeks(self) -> list[Ball]:
        size = 0.5 * self.cheek
        return [Ball(middle=(side * 0.52, 0.32, 0.1), reach=(size, 0.42, 0.5)) for side in (_LEFT, _RIGHT)]

    def _muzzle(self) -> list[Ball]:
        down, out = self.nose + 0.16, 0.55 + 0.12 * self.muzzle
        pads = [Ball(middle=(side * 0.16, down, out), reach=(0.25, 0.19, 0.24), part=MUZZLE) for side in (-1, 1)]
        chin = Ball(middle=(0.0, down + 0.2, out - 0.1), reach=(0.2, 0.15, 0.2), part=MUZZLE)
        bridge = Ball(middle=(0.0, self.nose - 0.18, out), reach=(0.15, 0.3, 0.22))
        return [*pads, chin, bridge, self._nose_ball()]

    def _nose_ball(self) -> Ball:
        return Ball(middle=(0.0, self.nose, 0.66 + 0.12 * self.muzzle), reach=(0.14, 0.13, 0.17), part=MUZZLE)

    def _ear(self, side: int) -> list[Triangle]:
        """The opening in front, and the two halves of the back."""
        inner, outer = (side * self.base[0], -0.70, 0.16), (side * self.base[1], -0.36, 0.06)
        back, tip = (side * 0.55, -0.5, -0.3), (side * self.tip[0], *self.tip[1:])
        opening = Triangle((inner, outer, tip), INSIDE, (0.45, 0.2, 0.0))
        return [Triangle((inner, back, tip), EAR), Triangle((outer, back, tip), EAR), opening]


def some_anatomy(stream: Stream) -> Anatomy:
    """A kitten, a tomcat, and all between."""
    young = stream.between(0, 1)
    size = stream.between(0.17, 0.2) + 0.05 * young
    return Anatomy(
        skull=Ball(middle=(0.0, 0.0, 0.0), reach=(1.0, stream.between(0.8, 0.92), stream.between(0.74, 0.86))),
        eye=(stream.between(0.36, 0.45), stream.between(-0.08, 0.04)),
        eye_size=(size, size * stream.between(0.66, 0.95)),
        slant=stream.between(0.05, 0.4),
        nose=stream.between(0.2, 0.3),
        tip=(stream.between(0.6, 0.95), -stream.between(1.15, 1.55), stream.between(-0.12, 0.1)),
        base=(stream.between(0.2, 0.36), stream.between(0.8, 0.9)),
        cheek=stream.between(0.7, 1.25),
        muzzle=stream.between(0.0, 1.0) * (1 - 0.5 * young),
    )
