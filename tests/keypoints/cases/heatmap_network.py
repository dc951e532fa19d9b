"""Cases for `decode` of `heatmap_network`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from tests.keypoints.oracles.heatmap_network import perfect_scores


@dataclass(frozen=True, eq=False)
class DecodeCase:
    """Scores, shape (N, K + 1, h, w), of points, shape (N, K, 2), in an image of a size."""

    scores: Tensor
    points: Tensor
    visible: Tensor
    size: tuple[int, int]

    @property
    def cell(self) -> Tensor:
        """Its width and height in pixels."""
        h, w = self.scores.shape[2:]
        return torch.tensor([self.size[1] / w, self.size[0] / h])

    def __str__(self) -> str:
        return f"scores {tuple(self.scores.shape)}, size {self.size}"


def maps(rng: np.random.Generator) -> Iterator[DecodeCase]:
    """Cells of 4 × 4 pixels, of 2 × 2, of one, and of no square; more columns than rows and more rows than columns."""
    for count, size, cells, width in (
        ((40, 5), (96, 96), (24, 24), 1.0),
        ((70, 3), (20, 34), (10, 17), 1.5),
        ((100, 2), (13, 11), (13, 11), 1.2),
        ((50, 4), (36, 60), (12, 15), 1.0),
        ((1, 1), (60, 33), (15, 11), 1.0),
    ):
        yield _case(rng, _inside(rng, count, cells, width), size, cells, width, share=1.0)


def maps_of_nothing(rng: np.random.Generator) -> Iterator[DecodeCase]:
    """Some points are not visible: their maps are level."""
    yield _case(rng, _inside(rng, (6, 4), (12, 10), 1.0), (48, 40), (12, 10), 1.0, share=0.5)


def maps_at_the_border(rng: np.random.Generator) -> Iterator[DecodeCase]:
    """The highest cell is one of the first or last row or column; some are corners."""
    for count, size, cells in (((6, 4), (48, 40), (12, 10)), ((8, 3), (20, 34), (10, 17))):
        height, width = cells
        far = rng.random((*count, 2)) < 0.5
        there = rng.random((*count, 2)) < 0.5
        there[..., 0] |= ~there.any(axis=-1)
        ends = np.where(far, [width - 0.5, height - 0.5], 0.5) + rng.uniform(-0.25, 0.25, (*count, 2))
        at = np.where(there, ends, _inside(rng, count, cells, 1.0))
        yield _case(rng, at, size, cells, 1.0, share=1.0)


def _inside(
    rng: np.random.Generator, count: tuple[int, int], cells: tuple[int, int], width: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Places so far from the edges that little of a bell is cut off, which would draw averages inwards.

    Args:
        width: the bells' sigma, in cells.

    Returns:
        Columns and rows of cells, from the edge of the first.
    """
    (rows, columns), border = cells, 5 / 3 * width
    return rng.uniform(border, [columns - border, rows - border], (*count, 2))


def _case(
    rng: np.random.Generator,
    at: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    size: tuple[int, int],
    cells: tuple[int, int],
    width: float,
    share: float,
) -> DecodeCase:
    """The scores of a map may be shifted without harm.

    Args:
        at: where the points are, in cells as `_inside` gives them, shape (N, K, 2).
        share: of the points that are visible.
    """
    (H, W), (h, w) = size, cells
    points = torch.from_numpy(at * [W / w, H / h] - 0.5).float()
    visible = torch.from_numpy(rng.random(at.shape[:2]) < share)
    scores = perfect_scores(points, visible, size, cells, width)
    shift = torch.from_numpy(rng.normal(0, 3, (*scores.shape[:2], 1, 1))).float()
    return DecodeCase(scores + shift, points, visible, size)
