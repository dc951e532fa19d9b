"""What may stand before a cat: leaves, a paw, a mug, the edge of a box, a post."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.data.cats.pose import FINE, cos_sin
from autograder.data.cats.room import leaf
from autograder.data.cats.spot import Layers, Spot
from autograder.data.drawing.canvas import Canvas, Mask
from autograder.data.drawing.colours import jitter
from autograder.data.drawing.stream import Floats, Stream

_GREENS = [(0.24, 0.44, 0.18), (0.36, 0.52, 0.22), (0.18, 0.32, 0.18), (0.52, 0.46, 0.20)]
_CARDBOARD = [(0.70, 0.54, 0.36), (0.60, 0.46, 0.32), (0.80, 0.66, 0.48)]
_GLAZES = [(0.86, 0.86, 0.84), (0.24, 0.40, 0.60), (0.76, 0.24, 0.20), (0.90, 0.74, 0.28), (0.30, 0.46, 0.40)]
_WOODS = [(0.46, 0.32, 0.22), (0.66, 0.52, 0.38), (0.88, 0.87, 0.84), (0.22, 0.20, 0.20)]

Place = tuple[float, float]
Layering = Callable[[Floats, Floats], Layers]  # in a spot's own axes
Cover = Callable[[Canvas, Stream, Place, float, Floats], Mask]


def draw_cover(canvas: Canvas, stream: Stream, points: list[Place], scale: float, fur: Floats) -> Mask:
    """Cover one or two of `points` (canvas columns and rows) in most pictures.

    Args:
        scale: canvas pixels per half width of the head.
        fur: the colour of the paws, shape (3,).

    Returns:
        What is covered, bool, shape (FINE, FINE).
    """
    covered = np.zeros((FINE, FINE), dtype=bool)
    for chance in (0.5, 0.15):
        if stream.chance(chance):
            cover, aim = stream.pick(_COVERS), stream.pick(points)
            if cover is _box:  # not all of the cat
                aim = max(points, key=lambda point: point[1])
            x, y = (place + scale * stream.between(-0.25, 0.25) for place in aim)
            covered |= cover(canvas, stream, (x, y), scale, fur)
    return covered


def _leaves(canvas: Canvas, stream: Stream, aim: Place, scale: float, fur: Floats) -> Mask:
    """A twig of them that comes from somewhere near."""
    del fur
    covered = np.zeros((FINE, FINE), dtype=bool)
    for number in range(stream.whole(2, 5)):
        spread = 0.45 * scale * (number > 0)
        spot = Spot(
            x=aim[0] + spread * stream.between(-1, 1),
            y=aim[1] + spread * stream.between(-1, 1),
            size=scale * stream.between(0.25, 0.5),
            turn=stream.between(-2, 2),
        )
        covered |= _painted(canvas, spot, _green(stream.between(0.25, 0.5), jitter(stream, stream.pick(_GREENS), 0.3)))
    return covered


def _green(wide: float, colour: Floats) -> Layering:
    return lambda u, v: [(leaf(u, v, wide), colour), (leaf(u, v, wide) & (np.abs(u) < 0.06), colour * 1.35)]


def _paw(canvas: Canvas, stream: Stream, aim: Place, scale: float, fur: Floats) -> Mask:
    """Its own, lifted from below; toes at the upper end."""
    size, turn = scale * stream.between(1.9, 2.6), stream.between(-0.25, 0.25)
    c, s = cos_sin(turn)
    spot = Spot(x=aim[0] - size * s, y=aim[1] + size * c, size=size, turn=turn)
    sock = fur * 0.4 + 0.6 * np.array([0.93, 0.92, 0.9]) if stream.chance(0.4) else fur

    def layers(u: Floats, v: Floats) -> Layers:
        arm = (np.abs(u) < 0.11 + 0.02 * v) & (v > -1) & (v < 1.5)
        off = u * u / 0.021 + (v + 1) * (v + 1) / 0.015
        toes = (off < 1) & (v < -1.02) & (np.abs(np.abs(u) - 0.05) < 0.007)
        rim = (off < 1) & (off > 0.86) & (v < -0.9)
        return [(arm, fur), (off < 1, sock), (toes | rim, sock * 0.6)]

    return _painted(canvas, spot, layers)


def _mug(canvas: Canvas, stream: Stream, aim: Place, scale: float, fur: Floats) -> Mask:
    """With a handle, and a stripe or none."""
    del fur
    size = scale * stream.between(0.45, 0.75)
    spot = Spot(x=aim[0], y=aim[1] + 0.3 * size, size=size, turn=stream.between(-0.06, 0.06))
    glaze, band = (jitter(stream, stream.pick(_GLAZES), 0.15) for _ in range(2))
    side, striped = stream.pick([-1, 1]), stream.chance(0.5)

    def layers(u: Floats, v: Floats) -> Layers:
        body = (np.abs(u) < 0.62) & (v > -0.75) & (v < 0.8 - 0.12 * u * u)
        ring = (side * u - 0.62) * (side * u - 0.62) / 0.16 + v * v / 0.2
        rim = u * u / 0.38 + (v + 0.75) * (v + 0.75) / 0.03 < 1
        tea = u * u / 0.3 + (v + 0.75) * (v + 0.75) / 0.018 < 1
        shine = body & (np.abs(u + 0.35) < 0.07)
        return [
            ((ring < 1) & (ring > 0.45) & (side * u > 0.55), glaze * 0.85), (body, glaze),
            (body & (np.abs(v - 0.1) < 0.18) & striped, band), (shine, np.minimum(glaze * 1.25, 1)),
            (rim, glaze * 1.1), (tea, np.array([0.30, 0.18, 0.10])),
        ]  # fmt: skip

    return _painted(canvas, spot, layers)


def _box(canvas: Canvas, stream: Stream, aim: Place, scale: float, fur: Floats) -> Mask:
    """The cat looks out of it: all below a slanted edge is cardboard."""
    del fur
    colour, slope = jitter(stream, stream.pick(_CARDBOARD), 0.15), stream.between(-0.25, 0.25)
    window = canvas.window(0, 0, FINE, FINE)
    assert window is not None
    below = window.y - (aim[1] - 0.12 * scale) - slope * (window.x - aim[0])
    waves = below / (0.09 * scale)
    light = np.where(below < 0.07 * scale, 1.15, 0.92 - 0.05 * ((waves - np.floor(waves)) < 0.5))
    canvas.paint(window, below > 0, np.clip(colour[:, None, None] * light, 0, 1))
    return below > 0


def _post(canvas: Canvas, stream: Stream, aim: Place, scale: float, fur: Floats) -> Mask:
    """A rail, a chair's leg, the frame of a window: a band across the picture."""
    del fur
    spot = Spot(x=aim[0], y=aim[1], size=2.0 * FINE, turn=stream.between(-0.2, 0.2) + stream.pick([0.0, 0.0, 1.0]))
    half, wood = scale * stream.between(0.1, 0.2) / spot.size, jitter(stream, stream.pick(_WOODS), 0.2)
    return _painted(canvas, spot, lambda u, v: [
        (np.abs(u) + 0 * v < half, wood), (np.abs(u + 0.5 * half) + 0 * v < 0.2 * half, wood * 1.2)
    ])  # fmt: skip


def _painted(canvas: Canvas, spot: Spot, layers: Layering) -> Mask:
    covered = np.zeros((FINE, FINE), dtype=bool)
    window = spot.window(canvas)
    if window is not None:
        u, v = spot.inside(window)
        found = spot.paint(canvas, window, layers(u, v), np.clip(0.98 - 0.14 * u - 0.1 * v, 0.6, 1.15))
        covered[window.rows, window.columns] = found
    return covered


_COVERS: tuple[Cover, ...] = (_leaves, _leaves, _paw, _paw, _mug, _box, _post)
