"""The room behind a cat: walls, blankets, leaves, and things that look a little like a part of a cat."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.data.cats.pose import FINE
from autograder.data.cats.spot import Layers, Spot
from autograder.data.drawing.canvas import Canvas, Mask
from autograder.data.drawing.colours import jitter
from autograder.data.drawing.stream import Floats, Stream, smooth_noise

_COLOURS = [
    (0.78, 0.74, 0.68), (0.52, 0.58, 0.62), (0.36, 0.42, 0.34), (0.66, 0.46, 0.38), (0.30, 0.30, 0.36),
    (0.80, 0.68, 0.50), (0.58, 0.66, 0.74), (0.48, 0.34, 0.26), (0.24, 0.36, 0.24), (0.70, 0.56, 0.58),
]  # fmt: skip
_FURS = [(0.10, 0.10, 0.11), (0.50, 0.50, 0.53), (0.74, 0.44, 0.18), (0.92, 0.91, 0.88), (0.34, 0.24, 0.18)]
_BRIGHT = [
    (0.80, 0.20, 0.18), (0.22, 0.42, 0.70), (0.88, 0.72, 0.22), (0.30, 0.56, 0.34), (0.62, 0.34, 0.62),
    (0.86, 0.54, 0.52), (0.56, 0.66, 0.22), (0.90, 0.90, 0.88),
]  # fmt: skip
_PINK = np.array([0.84, 0.60, 0.55])
_BLACK = np.array([0.07, 0.06, 0.07])
_WHITE = np.array([0.95, 0.95, 0.93])

Thing = Callable[[Stream, Floats, Floats], Layers]


def draw_room(canvas: Canvas, stream: Stream) -> None:
    """A wall, perhaps a floor or a table, and between 5 and 12 things."""
    window = canvas.window(0, 0, FINE, FINE)
    assert window is not None
    one, other = (_some_colour(stream, _COLOURS, 0.3) for _ in range(2))
    soft = smooth_noise(stream, FINE, FINE, 40, 40)
    share = _pattern(stream, window.x, window.y, soft)
    colour = one[:, None, None] + (other - one)[:, None, None] * share
    if stream.chance(0.5):
        line = FINE * stream.between(0.4, 0.85) + stream.between(-0.3, 0.3) * (window.x - FINE / 2)
        colour = np.where(window.y > line, _some_colour(stream, _COLOURS, 0.3)[:, None, None], colour)
    grain = smooth_noise(stream, FINE, FINE, 3, 3)
    slope = stream.between(-0.25, 0.25) * (window.x / FINE - 0.5) + stream.between(-0.25, 0.25) * (
        window.y / FINE - 0.5
    )
    light = 0.88 + 0.12 * grain + 0.15 * (soft - 0.5) + slope
    canvas.paint(window, np.ones(window.shape, dtype=bool), np.clip(colour * light, 0, 1))
    for _ in range(stream.whole(5, 12)):
        _draw_thing(canvas, stream)


def _pattern(stream: Stream, x: Floats, y: Floats, soft: Floats) -> Floats:
    """How much of the second colour is where: a shade, stripes, checks, dots or blotches."""
    kind, pitch = stream.whole(0, 4), stream.between(10, 34)
    a, b = x / pitch + 0.4 * soft, y / pitch + 0.4 * soft
    across, down = a - np.floor(a), b - np.floor(b)
    if kind == 0:
        return soft
    if kind == 1:
        return np.where(across < stream.between(0.3, 0.7), 1.0, 0.0)
    if kind == 2:
        return np.where((across < 0.5) != (down < 0.5), 0.7, 0.0)
    if kind == 3:
        far = (across - 0.5) * (across - 0.5) + (down - 0.5) * (down - 0.5)
        return np.where(far < stream.between(0.03, 0.14), 1.0, 0.0)
    blotches: Floats = np.clip(4 * (smooth_noise(stream, FINE, FINE, 9, 9) - 0.45), 0, 1)
    return blotches


def _draw_thing(canvas: Canvas, stream: Stream) -> None:
    spot = Spot(
        x=FINE * stream.between(0, 1),
        y=FINE * stream.between(0, 1),
        size=stream.between(8, 40),
        turn=stream.between(-0.5, 0.5),
    )
    thing = stream.pick(_THINGS)
    window = spot.window(canvas)
    if window is None:
        return
    u, v = spot.inside(window)
    spot.paint(canvas, window, thing(stream, u, v), 0.92 - 0.16 * u - 0.16 * v)


def _ball(stream: Stream, u: Floats, v: Floats) -> Layers:
    """Of wool, or a marble with a glint."""
    colour, disc = _some_colour(stream, _BRIGHT), u * u + v * v
    threads = 5 * (u + 0.6 * v * v)
    wool = (disc < 1) & (threads - np.floor(threads) < 0.3) & stream.chance(0.5)
    glint = (u + 0.35) * (u + 0.35) + (v + 0.35) * (v + 0.35) < 0.03
    return [(disc < 1, colour), (wool, colour * 0.7), (glint, _WHITE)]


def _button(stream: Stream, u: Floats, v: Floats) -> Layers:
    """Round, dark in the middle: an eye without a cat."""
    disc, pupil = u * u + v * v * stream.between(1, 2), u * u / stream.between(0.05, 0.6) + v * v
    iris = _some_colour(stream, _BRIGHT)
    glint = (u + 0.25) * (u + 0.25) + (v + 0.3) * (v + 0.3) < 0.05
    return [(disc < 1, _BLACK), (disc < 0.75, iris), ((pupil < 0.6) & (disc < 0.7), _BLACK), (glint, _WHITE)]


def _eyes(stream: Stream, u: Floats, v: Floats) -> Layers:
    """A pair of them, as on a poster or a toy."""
    size, apart, iris = stream.between(0.25, 0.42), stream.between(0.42, 0.6), _some_colour(stream, _BRIGHT)
    plate = (np.abs(u) < 1) & (np.abs(v) < stream.between(0.5, 0.9)) & stream.chance(0.6)
    layers: Layers = [(plate, _some_colour(stream, _COLOURS))]
    for side in (-1, 1):
        a, b = (u - side * apart) / size, v / size
        disc = a * a + b * b
        layers += [(disc < 1.3, _BLACK), (disc < 1, iris), ((a * a * 4 + b * b) < 0.6, _BLACK)]
        layers += [((a + 0.3) * (a + 0.3) + (b + 0.3) * (b + 0.3) < 0.06, _WHITE)]
    return layers


def _triangle(stream: Stream, u: Floats, v: Floats) -> Layers:
    """A pennant, a tent, a party hat: an ear without a cat."""
    slope = stream.between(0.35, 0.7)
    outer = (v > -1) & (v < 0.7) & (np.abs(u) < slope * (v + 1))
    inner = (v > -0.6) & (v < 0.7) & (np.abs(u) < slope * 0.6 * (v + 0.6))
    colour = _some_colour(stream, _FURS + _BRIGHT)
    lining = _PINK if stream.chance(0.5) else _some_colour(stream, _BRIGHT)
    return [(outer, colour), (inner & stream.chance(0.7), lining)]


def _bear(stream: Stream, u: Floats, v: Floats) -> Layers:
    """A plush bear: two eyes and a nose, and round ears, which are not a cat's."""
    fur = _some_colour(stream, _FURS)
    head = u * u + v * v * 1.2 < 0.7
    ears = [(u - side * 0.62) * (u - side * 0.62) + (v + 0.62) * (v + 0.62) for side in (-1, 1)]
    snout = u * u + (v - 0.3) * (v - 0.3) * 1.6 < 0.1
    eyes = [(u - side * 0.34) * (u - side * 0.34) + (v + 0.1) * (v + 0.1) < 0.012 for side in (-1, 1)]
    nose = u * u + (v - 0.2) * (v - 0.2) * 3 < 0.015
    layers: Layers = [((ear < 0.09), fur * 0.95) for ear in ears]
    layers += [((ear < 0.035), _PINK) for ear in ears]
    layers += [(head, fur), (snout, np.minimum(fur * 1.4 + 0.08, 1))]
    return [*layers, *((eye, _BLACK) for eye in eyes), (nose, _BLACK)]


def _cushion(stream: Stream, u: Floats, v: Floats) -> Layers:
    """Of fur, with four pointed corners."""
    fur = _some_colour(stream, _FURS)
    edge = 0.62 + 0.3 * u * u * v * v
    shape = (np.abs(u) < 0.62 + 0.36 * v * v) & (np.abs(v) < 0.62 + 0.36 * u * u) & (np.abs(u) < 1) & (np.abs(v) < 1)
    bars = 4 * u * edge
    return [(shape, fur), (shape & (bars - np.floor(bars) < 0.4) & stream.chance(0.5), fur * 0.75)]


def _book(stream: Stream, u: Floats, v: Floats) -> Layers:
    """A book or a picture in its frame."""
    wide = stream.between(0.3, 0.9)
    frame = (np.abs(u) < wide) & (np.abs(v) < 0.9)
    page = (np.abs(u) < wide - 0.12) & (np.abs(v) < 0.78)
    return [(frame, _some_colour(stream, _BRIGHT + _COLOURS)), (page, _some_colour(stream, _COLOURS))]


def _leaf(stream: Stream, u: Floats, v: Floats) -> Layers:
    """One large leaf."""
    shape = leaf(u, v, stream.between(0.25, 0.5))
    green = _some_colour(stream, _COLOURS[2:3] + _COLOURS[8:9] + _BRIGHT[3:4], 0.3)
    return [(shape, green), (shape & (np.abs(u) < 0.04), green * 1.3)]


def leaf(u: Floats, v: Floats, wide: float) -> Mask:
    """A mask: pointed at both ends of v, `wide` in the middle."""
    return (np.abs(v) < 1) & (np.abs(u) < wide * (1 - v * v))


def _some_colour(stream: Stream, colours: list[tuple[float, float, float]], brightness: float = 0.2) -> Floats:
    return jitter(stream, stream.pick(colours), brightness, 0.06)


_THINGS: tuple[Thing, ...] = (_ball, _button, _eyes, _triangle, _triangle, _bear, _cushion, _book, _leaf)
