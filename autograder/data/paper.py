"""What sheets are drawn with: a page, its inks and letters, and the colours of left and right."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFont

Picture = NDArray[np.uint8]
Colour = tuple[int, int, int]

PAPER: Colour = (255, 255, 255)
INK: Colour = (34, 34, 34)
FAINT: Colour = (205, 205, 205)  # lines of charts
EDGE: Colour = (120, 120, 120)  # around patches of colour
WRONG: Colour = (215, 48, 39)
_LEFT, _RIGHT, _MIDDLE = 0.58, 0.08, 0.33  # hues: blue, orange, green


def font(size: int = 13) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    """Letters of that height in pixels."""
    return ImageFont.load_default(size)


def page(width: int, height: int) -> Image.Image:
    """An empty one."""
    return Image.new("RGB", (width, height), PAPER)


def side_colours(names: Sequence[str], pairs: Sequence[tuple[int, int]]) -> list[Colour]:
    """Of keypoints: left ones blue, right ones orange, others green; each pair in another shade.

    Args:
        pairs: numbers of two keypoints; a name with ``right`` in it is the right one, else the second.
    """
    groups = [tuple(sorted(pair, key=lambda number: "right" in names[number])) for pair in pairs]
    paired = {number for pair in pairs for number in pair}
    alone = [number for number in range(len(names)) if number not in paired]
    colours = dict(zip(alone, _shades(_MIDDLE, len(alone)), strict=True))
    for hue, side in ((_LEFT, 0), (_RIGHT, 1)):
        colours |= dict(zip([group[side] for group in groups], _shades(hue, len(groups)), strict=True))
    return [colours[number] for number in range(len(names))]


def _shades(hue: float, count: int) -> list[Colour]:
    """From light to dark."""
    lights = [0.72 - 0.34 * number / max(1, count - 1) for number in range(count)]
    return [
        (round(255 * red), round(255 * green), round(255 * blue))
        for red, green, blue in (colorsys.hls_to_rgb(hue, light, 1.0) for light in lights)
    ]
