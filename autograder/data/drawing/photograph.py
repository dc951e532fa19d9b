"""What a camera makes of what was drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from autograder.data.drawing.stream import Floats, Stream


def photograph(stream: Stream, colour: Floats, *, dark: bool) -> NDArray[np.uint8]:
    """What the sensor makes of it: lens, exposure, white balance, contrast, noise.

    Args:
        colour: in [0, 1], shape (3, size, size).
        dark: whether too little light falls on it.
    """
    if stream.chance(0.3):
        colour = _blurred(colour)
    gain = stream.between(0.6, 0.95) if dark else stream.between(0.8, 1.25)
    balance = 1 + (stream.floats(3) - 0.5) * 0.16
    size = colour.shape[1]
    across = (np.arange(size) - (size - 1) / 2) / (size / 2)
    vignette = 1 - stream.between(0, 0.16) * (across[None, :] * across[None, :] + across[:, None] * across[:, None])
    colour = np.clip(colour * (gain * balance[:, None, None]) * vignette, 0, 1)
    contrast = stream.between(-0.15, 0.35)
    colour = colour + contrast * (colour * colour * (3 - 2 * colour) - colour)
    noise = stream.bells(3, size, size) * stream.between(0.006, 0.035)
    return np.floor(np.clip(colour + noise, 0, 1) * 255 + 0.5).astype(np.uint8)


def _blurred(colour: Floats) -> Floats:
    """A (1, 2, 1) / 4 filter along both axes; edges repeat."""
    padded = np.pad(colour, ((0, 0), (1, 1), (1, 1)), mode="edge")
    rows = (padded[:, :-2] + padded[:, 2:] + 2 * padded[:, 1:-1]) * 0.25
    return (rows[:, :, :-2] + rows[:, :, 2:] + 2 * rows[:, :, 1:-1]) * 0.25
