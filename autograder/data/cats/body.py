"""What is seen of a cat below its head."""

from __future__ import annotations

import math

import numpy as np

from autograder.data.cats.coat import Coat
from autograder.data.cats.pose import Pose
from autograder.data.cats.spot import Layers, Spot
from autograder.data.drawing.canvas import Canvas, Mask
from autograder.data.drawing.stream import Floats, Stream


def draw_body(canvas: Canvas, stream: Stream, pose: Pose, coat: Coat) -> None:
    """It sits a little way along the head's own down and a little way down the picture."""
    down_x, down_y = pose.turn[0][1] * 0.8, pose.turn[1][1] * 0.8 + 0.5
    length = math.sqrt(down_x * down_x + down_y * down_y)
    x, y = down_x / length, down_y / length
    size = stream.between(1.6, 2.1) * pose.scale
    far, turn = 0.88 * size + 0.1 * pose.scale, -x / (1 + max(y, -0.5))
    spot = Spot(x=pose.x + far * x, y=pose.y + far * y, size=size, turn=turn)
    side, curl = stream.pick([-1, 1]), stream.between(0.3, 0.5)
    window = spot.window(canvas)
    if window is not None:
        u, v = spot.inside(window)
        light = np.clip(0.84 - 0.6 * u * u - 0.25 * np.clip(-1.5 - 3 * v, 0, 1), 0.35, 1)
        spot.paint(canvas, window, _layers(u, v, coat, side, curl), light)


def _layers(u: Floats, v: Floats, coat: Coat, side: int, curl: float) -> Layers:
    """A tail at that side, a pear-shaped trunk, two front legs."""
    trunk = u * u * 2.5 / (1 + 0.55 * v) + v * v < 1
    right, below = side * u - 0.62, v - 0.95 + curl
    ring = right * right + below * below
    tail = (ring < curl * curl) & (ring > (curl - 0.15) * (curl - 0.15)) & (right + 2 * below > -0.2)
    legs = ((np.abs(np.abs(u) - 0.16) < 0.13 + 0.03 * v) & (v > 0.1) & (v < 0.95)) | _paws(u, v)
    gaps = legs & ((np.abs(u) < 0.025) | (np.abs(np.abs(u) - 0.3) < 0.015))
    fur = coat.at(np.stack([1.5 * u + 0 * v, 1.6 + v + 0 * u, 0.5 - u * u + 0 * v]), np.zeros(trunk.shape))
    return [(tail, fur * 0.92), (trunk, fur), (legs, fur * 1.06), (gaps, fur * 0.6)]


def _paws(u: Floats, v: Floats) -> Mask:
    across = np.abs(u) - 0.17
    inside: Mask = across * across / 0.028 + (v - 0.93) * (v - 0.93) / 0.012 < 1
    return inside
