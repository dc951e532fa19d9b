"""What the sheets of evaluations have in common: room around things, and images that fit into a square."""

from __future__ import annotations

from PIL import Image

from autograder.data.paper import Picture

MARGIN, GAP, LINE = 12, 6, 20  # pixels


def fitted(picture: Picture, tile: int, *, smooth: bool = False) -> Image.Image:
    """`picture`, uint8 (H, W, 3), enlarged or reduced so that its longer side has `tile` pixels.

    Args:
        smooth: for photographs; without it, pixels stay what they are.
    """
    height, width = picture.shape[:2]
    scale = tile / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return Image.fromarray(picture).resize(size, Image.Resampling.BICUBIC if smooth else Image.Resampling.NEAREST)
