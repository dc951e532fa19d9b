"""A picture of a set with keypoints: images, where their keypoints are, and how often each of them is visible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch
from PIL import Image, ImageDraw

from autograder.data.description import Description
from autograder.data.keypoints import KeypointImage
from autograder.data.paper import Colour, side_colours
from autograder.data.sheet import enlarged, lay_out

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


def point_colours(description: Description) -> list[Colour]:
    """Those of `paper.side_colours`."""
    return side_colours(description.keypoint_names, description.pairs)


def _column(item: KeypointImage, colours: Sequence[Colour], tile: int) -> list[Image.Image]:
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
