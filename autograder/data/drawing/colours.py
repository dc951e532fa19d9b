"""Colours near a given one."""

from __future__ import annotations

import numpy as np

from autograder.data.drawing.stream import Floats, Stream


def jitter(stream: Stream, colour: tuple[float, float, float], brightness: float, tint: float = 0.03) -> Floats:
    """`colour` made up to that share darker or brighter, and each of its channels a little different."""
    gain = stream.between(1 - brightness, 1 + brightness)
    return np.clip(np.array(colour) * gain + (stream.floats(3) - 0.5) * (2 * tint), 0.0, 1.0)
