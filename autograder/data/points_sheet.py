"""A picture of a set with keypoints: images, where their keypoints are, and how often each of them is visible."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable, Sequence

import torch
from PIL import Image, ImageDraw

from autograder.data.description import Description
from autograder.data.keypoints import KeypointImage
from autograder.data.sheet import enlarged, lay_out

_LEFT, _RIGHT, _MIDDLE = 0.58, 0.08, 0.33  # hues: blue, orange, green
_EDGE = (20, 20, 20)
_FEW = 20  # with more keypoints than that, dots are smaller


def point_visibility(items: Iterable[KeypointImage], keypoints: int) -> torch.Tensor:
    """In what share of the images each keypoint is visible, shape (keypoints,); 0 if there are none."""
    total, count = torch.zeros(keypoints), 0
    for item in items:
        total += item.visible
        count += 1
    return total / max(1, count)


def points_sheet(
    description: Description, items: Sequence[KeypointImage], shares: torch.Tensor, caption: str, tile: int = 192
) -> Image.Image:
    """A sheet with two rows (image, keypoints) and a legend with how often each keypoint is visible.

    Args:
        items: shown side by side, each `tile` pixels high.
        shares: as `point_visibility` finds them.
        caption: what is shown and what was counted.
    """
    colours = point_colours(description)
    columns = [_column(item, colours, tile) for item in items]
    legend = list(zip(description.keypoint_names, colours, shares.tolist(), strict=True))
    return lay_out(f"{description.title}: {caption}", ("image", "keypoints"), columns, legend)


def point_colours(description: Description) -> list[tuple[int, int, int]]:
    """Left ones blue, right ones orange, others green; each pair in another shade."""
    names, pairs = description.keypoint_names, description.pairs
    groups = [tuple(sorted(pair, key=lambda number: "right" in names[number])) for pair in pairs]
    paired = {number for pair in pairs for number in pair}
    alone = [number for number in range(len(names)) if number not in paired]
    colours = dict(zip(alone, _shades(_MIDDLE, len(alone)), strict=True))
    for hue, side in ((_LEFT, 0), (_RIGHT, 1)):
        colours |= dict(zip([group[side] for group in groups], _shades(hue, len(groups)), strict=True))
    return [colours[number] for number in range(len(names))]


def _shades(hue: float, count: int) -> list[tuple[int, int, int]]:
    """From light to dark."""
    lights = [0.72 - 0.34 * number / max(1, count - 1) for number in range(count)]
    return [
        (round(255 * red), round(255 * green), round(255 * blue))
        for red, green, blue in (colorsys.hls_to_rgb(hue, light, 1.0) for light in lights)
    ]


def _column(item: KeypointImage, colours: Sequence[tuple[int, int, int]], tile: int) -> list[Image.Image]:
    """The image, and the image with a dot for each visible keypoint."""
    plain = enlarged(item.image.permute(1, 2, 0).numpy(), tile)
    marked = plain.copy()
    draw = ImageDraw.Draw(marked)
    times, radius = tile / item.image.shape[1], 4 if len(colours) <= _FEW else 2
    for (x, y), seen, colour in zip(item.points_px.tolist(), item.visible.tolist(), colours, strict=True):
        if seen:
            column, row = (x + 0.5) * times - 0.5, (y + 0.5) * times - 0.5
            draw.ellipse((column - radius, row - radius, column + radius, row + radius), colour, _EDGE)
    return [plain, marked]
