"""What the sheets of evaluations are drawn with: a page, its inks and letters, and tiles of images."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFont

Picture = NDArray[np.uint8]
Colour = tuple[int, int, int]

PAPER: Colour = (255, 255, 255)
INK: Colour = (34, 34, 34)
FAINT: Colour = (205, 205, 205)
WRONG: Colour = (215, 48, 39)
MARGIN, GAP, LINE = 12, 6, 20  # pixels


def font(size: int = 13) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    """Letters of that height in pixels."""
    return ImageFont.load_default(size)


def page(width: int, height: int) -> Image.Image:
    """An empty one."""
    return Image.new("RGB", (width, height), PAPER)


def fitted(picture: Picture, tile: int, smooth: bool = False) -> Image.Image:
    """`picture`, uint8 (H, W, 3), enlarged or reduced so that its longer side has `tile` pixels.

    Args:
        smooth: for pictures to look at; without it, pixels stay what they are.
    """
    height, width = picture.shape[:2]
    scale = tile / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    how = Image.Resampling.BICUBIC if smooth else Image.Resampling.NEAREST
    return Image.fromarray(picture).resize(size, how)
