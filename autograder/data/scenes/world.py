"""Where a scene is seen from, in what light, and what every thing in it needs to be drawn.

Metres: X to the right, Z away from the camera, heights above the ground. The camera looks along Z.
"""

from __future__ import annotations

from dataclasses import dataclass

from autograder.data.drawing.stream import Floats

NEAREST = 1.2  # metres: nothing is drawn nearer than this


@dataclass(frozen=True, kw_only=True)
class View:
    """A camera and the light.

    Attributes:
        focus: canvas pixels per unit of X / Z.
        eye: height of the camera in metres.
        middle, horizon: canvas column and row of the vanishing point.
        haze: the colour of far things, shape (3,).
        visibility: metres at which half of a thing's colour is haze.
        sun: −1 if the light comes from the left, 1 from the right, 0 if there are no shadows.
        shadow: what is left of the light in a shadow, in (0, 1].
        dusk: whether windows and lamps are lit.
    """

    focus: float
    eye: float
    middle: float
    horizon: float
    haze: Floats
    visibility: float
    sun: int
    shadow: float
    dusk: bool

    def column(self, x: float, z: float) -> float:
        """Canvas column of a point."""
        return self.middle + self.focus * x / z

    def row(self, height: float, z: float) -> float:
        """Canvas row of a point."""
        return self.horizon + self.focus * (self.eye - height) / z

    def through_haze(self, colour: Floats, z: float | Floats) -> Floats:
        """`colour`, shape (3,) or (3, h, w), as it looks from `z` metres away."""
        clear = self.visibility / (self.visibility + z)
        haze = self.haze if colour.ndim == 1 else self.haze[:, None, None]
        return haze + (colour - haze) * clear
