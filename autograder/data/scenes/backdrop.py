"""Sky and ground: what everything else stands before and upon."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.data.drawing.canvas import Mask
from autograder.data.drawing.colours import jitter
from autograder.data.drawing.stream import Floats, Stream, smooth_noise
from autograder.data.scenes.canvas import FINE, ROAD, SKY, TALL, VEGETATION, StreetCanvas
from autograder.data.scenes.world import View

_ASPHALT = [(0.36, 0.36, 0.38), (0.46, 0.45, 0.44), (0.30, 0.31, 0.34), (0.50, 0.44, 0.38), (0.56, 0.55, 0.54)]
_PAVING = [(0.58, 0.56, 0.53), (0.50, 0.50, 0.52), (0.62, 0.52, 0.44), (0.44, 0.43, 0.42)]
_GRASS = [(0.30, 0.46, 0.18), (0.42, 0.46, 0.20), (0.24, 0.36, 0.16), (0.52, 0.48, 0.26)]
_SKIES = [  # zenith, at the horizon, of clouds
    ((0.30, 0.50, 0.82), (0.74, 0.84, 0.94), (0.95, 0.95, 0.96)),
    ((0.42, 0.62, 0.86), (0.86, 0.90, 0.94), (0.90, 0.91, 0.93)),
    ((0.60, 0.64, 0.70), (0.80, 0.81, 0.82), (0.70, 0.72, 0.75)),
    ((0.72, 0.73, 0.74), (0.86, 0.86, 0.85), (0.62, 0.63, 0.66)),
    ((0.46, 0.50, 0.66), (0.94, 0.78, 0.60), (0.86, 0.66, 0.56)),
]
DUSK_SKY = ((0.16, 0.20, 0.36), (0.62, 0.48, 0.46), (0.34, 0.30, 0.40))

Skies = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]


@dataclass(frozen=True, kw_only=True)
class Street:
    """The ground plan, in metres from the camera to the sides.

    Attributes:
        left, right: the edges of the carriageway, left < 0 < right.
        pavement: how wide the pavements are.
        green: whether grass lies beyond them; otherwise more paving.
    """

    left: float
    right: float
    pavement: float
    green: bool

    def kerb(self, side: int) -> float:
        """Where the carriageway ends on that side, −1 or 1."""
        return self.left if side < 0 else self.right


def some_sky(stream: Stream, *, dusk: bool) -> Skies:
    """Colours of the zenith, of the horizon and of clouds."""
    return DUSK_SKY if dusk else stream.pick(_SKIES)


def draw_sky(canvas: StreetCanvas, stream: Stream, view: View, sky: Skies) -> None:
    """A gradient with clouds that lie flatter towards the horizon."""
    zenith, low, cloud = (np.array(colour)[:, None, None] for colour in sky)
    window = canvas.window(0, 0, FINE, view.horizon + 1)
    assert window is not None
    height = np.clip((view.horizon - window.y) / (0.8 * FINE), 0.0, 1.0)
    colour = low + (zenith - low) * height
    clouds = 0.6 * smooth_noise(stream, *window.shape, 14, 46) + 0.4 * smooth_noise(stream, *window.shape, 6, 17)
    cover = np.clip((clouds - stream.between(0.42, 0.75)) * stream.between(2, 6), 0.0, 0.9)
    canvas.label(window, np.ones(window.shape, bool), colour + (cloud - colour) * cover, SKY)


def draw_ground(canvas: StreetCanvas, stream: Stream, view: View, street: Street) -> None:
    """Carriageway with markings, kerbs, pavements, and grass or paving beyond."""
    window = canvas.window(0, view.horizon + 1, FINE, TALL)
    assert window is not None
    z = view.focus * view.eye / (window.y - view.horizon)
    x = (window.x - view.middle) * z / view.focus
    height, width = window.shape
    on_road = (x > street.left) & (x < street.right)
    paved = (x > street.left - street.pavement) & (x < street.right + street.pavement)
    asphalt, paving, grass = (jitter(stream, stream.pick(kind), 0.2) for kind in (_ASPHALT, _PAVING, _GRASS))
    beyond = grass if street.green else jitter(stream, stream.pick(_PAVING), 0.2)
    flat = np.where(on_road, asphalt[:, None, None], np.where(paved, paving[:, None, None], beyond[:, None, None]))
    colour = flat * _ground_texture(stream, height, width, paved | (not street.green))
    colour = _with_markings(stream, street, colour, x, z, on_road)
    labels = np.where(paved | (not street.green), np.uint8(ROAD), np.uint8(VEGETATION))
    everywhere = np.ones(window.shape, bool)
    canvas.paint(window, everywhere, view.through_haze(colour, np.broadcast_to(z, window.shape)))
    canvas.labels[window.rows, window.columns] = labels
    _draw_puddles(canvas, stream, view, street)


def _ground_texture(stream: Stream, height: int, width: int, paved: Mask) -> Floats:
    """Factors near 1: patches and grain, stronger in grass."""
    patches = smooth_noise(stream, height, width, 9, 30) - 0.5
    grain = smooth_noise(stream, height, width, 2, 3) - 0.5
    strength = np.where(paved, 0.16, 0.7)
    return 1 + 0.3 * patches + strength * grain


def _with_markings(stream: Stream, street: Street, colour: Floats, x: Floats, z: Floats, on_road: Mask) -> Floats:
    """A broken line between the lanes, lines along the kerbs, sometimes a zebra crossing or joints of slabs."""
    paint = np.array(stream.pick([(0.88, 0.88, 0.86), (0.86, 0.76, 0.36)]))[:, None, None]
    lane = street.left + (street.right - street.left) * stream.pick([0.5, 0.33, 0.66])
    dash = z / stream.between(4, 8) + stream.between(0, 1)
    lines = (np.abs(x - lane) < 0.09) & (dash - np.floor(dash) < 0.5)
    if stream.chance(0.5):
        lines |= (np.abs(x - street.left - 0.35) < 0.08) | (np.abs(x - street.right + 0.35) < 0.08)
    if stream.chance(0.35):
        start, bar = stream.between(4, 16), (x - street.left) / 0.9
        lines |= (z > start) & (z < start + 3) & (bar - np.floor(bar) < 0.5)
    worn = stream.between(0.45, 0.95)
    colour = np.where(lines & on_road & (z < 60), colour + (paint - colour) * worn, colour)
    kerb = (np.abs(x - street.left + 0.1) < 0.1) | (np.abs(x - street.right - 0.1) < 0.1)
    slab_x, slab_z = x / 0.8, z / 0.8
    joints = ((slab_x - np.floor(slab_x) < 0.09) | (slab_z - np.floor(slab_z) < 0.09)) & ~on_road & (z < 9)
    joints &= (x > street.left - street.pavement) & (x < street.right + street.pavement)
    return np.where(kerb, 0.72, np.where(joints, colour * 0.8, colour))


def _draw_puddles(canvas: StreetCanvas, stream: Stream, view: View, street: Street) -> None:
    """Up to three, which mirror the sky's colour; they are road."""
    for _ in range(stream.whole(0, 3) if stream.chance(0.4) else 0):
        z = stream.between(4, 14)
        x, wide = stream.between(street.left, street.right), stream.between(0.4, 1.6)
        row, deep = view.row(0, z), view.focus * view.eye * 0.7 / (z * z)
        column, half = view.column(x, z), view.focus * wide / z
        window = canvas.window(column - half, row - deep, column + half, row + deep)
        if window is None:
            continue
        across, along = (window.x - column) / half, (window.y - row) / deep
        wobble = 0.7 * (smooth_noise(stream, *window.shape, 4, 7) - 0.5)
        wet = across * across + along * along + wobble < 0.8
        wet &= canvas.labels[window.rows, window.columns] == ROAD
        below = canvas.colour[:, window.rows, window.columns]
        canvas.paint(window, wet, 0.35 * below + 0.65 * view.haze[:, None, None])
