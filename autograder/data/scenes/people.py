"""People, and the lamp posts and signs between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.data.drawing.colours import jitter
from autograder.data.drawing.stream import Floats, Stream
from autograder.data.labelled import IGNORE
from autograder.data.scenes.canvas import PERSON, StreetCanvas
from autograder.data.scenes.plants import draw_shadow
from autograder.data.scenes.world import View

_SKIN = [(0.94, 0.76, 0.64), (0.80, 0.60, 0.46), (0.58, 0.40, 0.28), (0.36, 0.24, 0.18)]
_HAIR = [(0.12, 0.10, 0.08), (0.34, 0.22, 0.12), (0.76, 0.62, 0.36), (0.62, 0.62, 0.62)]
_CLOTHES = [
    (0.12, 0.12, 0.14), (0.16, 0.22, 0.38), (0.78, 0.16, 0.16), (0.88, 0.86, 0.82), (0.44, 0.44, 0.46),
    (0.30, 0.40, 0.22), (0.90, 0.70, 0.20), (0.40, 0.28, 0.20), (0.44, 0.58, 0.78), (0.80, 0.46, 0.60),
]  # fmt: skip
_POLES = [(0.22, 0.22, 0.24), (0.56, 0.57, 0.58), (0.20, 0.28, 0.24)]
_BOARDS = [(0.80, 0.12, 0.12), (0.12, 0.30, 0.66), (0.92, 0.80, 0.16), (0.92, 0.92, 0.90)]


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone `tall` metres high at (`x`, `z`).

    Attributes:
        stride: how far the feet are apart, as a share of the height.
        skin, hair, shirt, trousers: colours, shape (3,).
        coat: whether the shirt reaches to the knees.
    """

    x: float
    z: float
    tall: float
    stride: float
    skin: Floats
    hair: Floats
    shirt: Floats
    trousers: Floats
    coat: bool

    def draw(self, canvas: StreetCanvas, stream: Stream, view: View) -> None:
        """Shadow, legs, body and arms, head; in shares of the height, v up from the feet."""
        draw_shadow(canvas, view, self.x, self.z, 0.45, 0.3)
        scale = view.focus * self.tall / self.z
        column, foot = view.column(self.x, self.z), view.row(0, self.z)
        window = canvas.window(column - 0.3 * scale, foot - scale, column + 0.3 * scale, foot)
        if window is None:
            return
        u, v = (window.x - column) / scale, (foot - window.y) / scale
        shade = (1 - 0.9 * u * view.sun) * (0.9 + 0.2 * stream.floats(*window.shape))
        spread = self.stride * (0.5 - v)
        leg = (v > 0) & (v < 0.5) & ((np.abs(u - spread) < 0.055) | (np.abs(u + spread) < 0.055))
        hem = 0.28 if self.coat else 0.44
        trunk = (
            (v >= hem)
            & (v < 0.83)
            & (np.abs(u) < 0.115 + 0.06 * (v - 0.5) - 7 * np.maximum(v - 0.77, 0) * np.maximum(v - 0.77, 0))
        )
        swing = (0.04 + 0.5 * self.stride) * (0.8 - v)
        arm = (v > 0.42) & (v < 0.79) & ((np.abs(u - 0.125 - swing) < 0.032) | (np.abs(u + 0.125 + swing) < 0.032))
        hand = arm & (v < 0.47)
        head = u * u + (v - 0.905) * (v - 0.905) * 0.7 < 0.0055
        hair = head & (v > 0.925)
        neck = (v >= 0.8) & (v < 0.86) & (np.abs(u) < 0.035)
        parts = ((leg, self.trousers), (trunk | arm, self.shirt), (hand | neck | head, self.skin), (hair, self.hair))
        for mask, colour in parts:
            lit = np.clip(colour[:, None, None] * shade, 0, 1)
            canvas.label(window, mask, view.through_haze(lit, self.z), PERSON)


def some_person(stream: Stream, x: float, z: float) -> Person:
    """A grown-up or a child."""
    shirt, trousers = (jitter(stream, stream.pick(_CLOTHES), 0.3, 0.05) for _ in range(2))
    return Person(
        x=x,
        z=z,
        tall=stream.between(1.1, 1.4) if stream.chance(0.15) else stream.between(1.6, 1.9),
        stride=stream.between(0.06, 0.24),
        skin=jitter(stream, stream.pick(_SKIN), 0.1),
        hair=jitter(stream, stream.pick(_HAIR), 0.2),
        shirt=shirt,
        trousers=trousers,
        coat=stream.chance(0.3),
    )


@dataclass(frozen=True, kw_only=True)
class Post:
    """A lamp post or a traffic sign at (`x`, `z`), `tall` metres high: in no class, so it is void."""

    x: float
    z: float
    tall: float
    pole: Floats
    board: Floats | None

    def draw(self, canvas: StreetCanvas, stream: Stream, view: View) -> None:  # noqa: ARG002 – as all things are drawn
        """The pole, and the lamp or board at its top."""
        scale = view.focus / self.z
        column, foot, top = view.column(self.x, self.z), view.row(0, self.z), view.row(self.tall, self.z)
        half = max(0.07 * scale, 1.0)
        window = canvas.window(column - half, top, column + half, foot)
        if window is not None:
            mask = (np.abs(window.x - column) < half) & (window.y > top) & (window.y < foot)
            canvas.label(window, mask, view.through_haze(self.pole, self.z), IGNORE)
        size = max((0.34 if self.board is not None else 0.24) * scale, 1.5)
        window = canvas.window(column - size, top - size, column + size, top + size)
        if window is None:
            return
        u, v = (window.x - column) / size, (window.y - top) / size
        lamp = np.array([1.0, 0.94, 0.76]) if view.dusk else np.array([0.86, 0.86, 0.84])
        colour = lamp if self.board is None else view.through_haze(self.board, self.z)
        shape = u * u + v * v < 1 if self.board is not None else (np.abs(v) < 0.45) & (np.abs(u) < 1)
        canvas.label(window, shape, colour, IGNORE)


def some_post(stream: Stream, x: float, z: float) -> Post:
    """A lamp post or a traffic sign at that place."""
    sign = stream.chance(0.4)
    return Post(
        x=x,
        z=z,
        tall=stream.between(2.3, 2.9) if sign else stream.between(4.5, 7),
        pole=jitter(stream, stream.pick(_POLES), 0.2),
        board=jitter(stream, stream.pick(_BOARDS), 0.15) if sign else None,
    )
