"""One picture: a cat in a room, what stands before it, the light, and where its keypoints came to lie."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from autograder.data.cats.anatomy import some_anatomy
from autograder.data.cats.body import draw_body
from autograder.data.cats.coat import some_coat
from autograder.data.cats.cover import draw_cover
from autograder.data.cats.face import some_face
from autograder.data.cats.pose import FINE, Point, some_pose
from autograder.data.cats.room import draw_room
from autograder.data.cats.surface import Surface
from autograder.data.drawing.canvas import Canvas, Mask, halved
from autograder.data.drawing.photograph import photograph
from autograder.data.drawing.stream import Floats, Stream

SIZE = FINE // 2  # pixels, of an image's sides
_PARTS = 100  # of a pixel, to which places are given
_SEEN = 2  # keypoints at least, unless the picture ends before


def draw_cat(stream: Stream) -> tuple[NDArray[np.uint8], NDArray[np.float32], Mask]:
    """A cat.

    Returns:
        The image, uint8 RGB, shape (3, SIZE, SIZE); its keypoints (x, y) in pixels, float32, shape (5, 2), NaN where
        one is not visible; and which are, shape (5,).
    """
    canvas, pose = Canvas(FINE, FINE), some_pose(stream)
    anatomy, coat, face = some_anatomy(stream), some_coat(stream), some_face(stream)
    draw_room(canvas, stream)
    draw_body(canvas, stream, pose, coat)
    surface = Surface(canvas, pose, _some_light(stream))
    anatomy.add_to(surface)
    face.paint(canvas, surface, anatomy, coat)
    face.whiskers(canvas, surface, anatomy)
    places, seen = _places(surface, anatomy.keypoints())
    seen = _covered(canvas, stream, places, seen, pose.scale, coat.main)
    _shade(canvas, stream)
    image = photograph(stream, halved(canvas.colour), dark=stream.chance(0.15))
    points_px = np.where(seen[:, None], _to_pixels(places), np.nan)
    return image, points_px.astype(np.float32), seen


def _places(surface: Surface, points: tuple[Point, ...]) -> tuple[Floats, Mask]:
    """Canvas columns and rows, shape (K, 2), and which of them are in the image and not behind the head, (K,)."""
    places = np.array([surface.pose.seen(point)[:2] for point in points])
    pixels = _to_pixels(places)
    inside = ((pixels >= 0) & (pixels <= SIZE - 1)).all(axis=1)
    return places, inside & np.array([surface.shows(point) for point in points])


def _covered(canvas: Canvas, stream: Stream, places: Floats, seen: Mask, scale: float, fur: Floats) -> Mask:
    """What is still seen once something stands before the cat; it is taken away if it leaves less than `_SEEN`."""
    before = canvas.colour.copy()
    covered = draw_cover(canvas, stream, [(x, y) for x, y in places.tolist()], scale, fur)
    columns, rows = np.clip(np.floor(places), 0, FINE - 1).astype(np.int64).T
    left: Mask = seen & ~covered[rows, columns]
    if left.sum() >= _SEEN:
        return left
    canvas.colour[:] = before
    return seen


def _some_light(stream: Stream) -> Point:
    """A direction towards the light, of length 1: from above, from either side, never from behind."""
    x, y, z = stream.between(-0.8, 0.8), -stream.between(0.1, 1), stream.between(0.4, 1)
    length = math.sqrt(x * x + y * y + z * z)
    return x / length, y / length, z / length


def _shade(canvas: Canvas, stream: Stream) -> None:
    """In some pictures the shadow of something outside falls across it."""
    if not stream.chance(0.3):
        return
    window = canvas.window(0, 0, FINE, FINE)
    assert window is not None
    c, s = stream.between(-1, 1), stream.between(-1, 1)
    edge = (c * (window.x - FINE / 2) + s * (window.y - FINE / 2)) / FINE + stream.between(-0.3, 0.3)
    dark: Floats = 1 - stream.between(0.2, 0.5) * np.clip(0.5 + 12 * edge, 0, 1)
    canvas.colour *= dark


def _to_pixels(places: Floats) -> Floats:
    """Canvas columns and rows to pixels of the image, whose centres are whole numbers."""
    rounded: Floats = np.floor((places / 2 - 0.5) * _PARTS + 0.5) / _PARTS
    return rounded
