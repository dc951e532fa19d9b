"""Candidate side: what a network returned for a batch becomes the answer to one task, or a problem with a name.

An answer is small: the class of each pixel, or a point for each keypoint, in pixels of the image.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

Size = tuple[int, int]
"""Height and width of the images, in pixels."""

Decode = Callable[[Tensor, Size], Any]


class Unusable(Exception):
    """What came is no answer.

    Attributes:
        kind: ``type``, ``shape``, ``dtype`` or ``finite``.
        by: whose it is: ``network`` or ``decode``.
        image: the number in the batch, where it is about one.
    """

    def __init__(self, kind: str, text: str, by: str, image: int = 0) -> None:
        super().__init__(text)
        self.kind, self.text, self.by, self.image = kind, text, by, image


def classes(output: Any, images: int, count: int, size: Size, _: Decode | None) -> Tensor:
    """The class of each pixel, uint8 (N, H, W): that of the highest of `count` scores."""
    return _usable(output, (images, count, *size)).argmax(1).to(torch.uint8)


def points(output: Any, images: int, count: int, size: Size, decode: Decode | None) -> Tensor:
    """Points as they are, (N, 2K) of x0, y0, x1, y1, …, or what `decode` makes of any output; float32 (N, K, 2)."""
    if decode is not None:
        return _decoded(decode, output, images, count, size)
    return _usable(output, (images, 2 * count)).reshape(images, count, 2)


def heatmaps(output: Any, images: int, count: int, size: Size, decode: Decode | None) -> Tensor:
    """Points of maps, (N, K + 1, h, w), of which the last is that of the background; float32 (N, K, 2)."""
    maps = _usable(output, (images, count + 1, None, None))
    return highest(maps[:, :-1], size) if decode is None else _decoded(decode, maps, images, count, size)


TASKS: Mapping[str, Callable[[Any, int, int, Size, Decode | None], Tensor]] = {
    "segmentation": classes,
    "points": points,
    "heatmaps": heatmaps,
}


def highest(maps: Tensor, size: Size) -> Tensor:
    """The highest cell of each map, the first of several, moved towards its neighbours, in pixels.

    On each axis it is a quarter of a cell towards the higher neighbour; nothing where they are level or one is missing.
    """
    height, width = maps.shape[2:]
    cells = maps.flatten(2)
    best = cells.argmax(2, keepdim=True)
    row, column = best // width, best % width
    x = column + _quarter(cells, best, 1, column, width)
    y = row + _quarter(cells, best, width, row, height)
    cell = torch.tensor([size[1] / width, size[0] / height], device=maps.device)
    return (torch.cat([x, y], 2) + 0.5) * cell - 0.5


def _quarter(cells: Tensor, best: Tensor, step: int, place: Tensor, length: int) -> Tensor:
    """How far to move along one axis, in cells.

    Args:
        cells: of each map in one row, (N, K, h * w).
        step: from a cell to the next on this axis.
        place: of the cell on this axis, of `length` cells.
    """
    before = cells.gather(2, (best - step).clamp(min=0))
    after = cells.gather(2, (best + step).clamp(max=cells.shape[2] - 1))
    inside = (place > 0) & (place < length - 1)
    return torch.sign(after - before) / 4 * inside


def _decoded(decode: Decode, output: Any, images: int, count: int, size: Size) -> Tensor:
    return _usable(decode(output, size), (images, count, 2), "decode")


def _usable(output: Any, shape: tuple[int | None, ...], by: str = "network") -> Tensor:
    """A finite float32 tensor of that shape, where None stands for any length but 0; raises `Unusable`."""
    wanted = "(" + ", ".join("any" if length is None else str(length) for length in shape) + ")"
    if type(output) is not Tensor:
        raise Unusable("type", f"expected a tensor of shape {wanted}, got a {type(output).__name__}", by)
    fits = output.ndim == len(shape) and all(
        found > 0 if length is None else found == length for found, length in zip(output.shape, shape, strict=True)
    )
    if not fits:
        raise Unusable("shape", f"expected shape {wanted}, got {tuple(output.shape)}", by)
    if output.dtype != torch.float32:
        raise Unusable("dtype", f"expected dtype float32, got {str(output.dtype).removeprefix('torch.')}", by)
    _require_finite(output, by)
    return output


def _require_finite(output: Tensor, by: str) -> None:
    if math.isfinite(output.sum()) or torch.isfinite(output).all():  # a sum is quick, but may overflow
        return
    bad = ~torch.isfinite(output)
    first = int(bad.flatten(1).any(1).int().argmax())
    nans, count = int(output[first].isnan().sum()), int(bad[first].sum())
    place = tuple(bad[first].nonzero()[0].tolist())
    text = f"expected finite numbers, got {nans} NaN and {count - nans} infinite ones, the first at {place}"
    raise Unusable("finite", text, by, first)
