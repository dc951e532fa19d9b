"""Maps as a network for heatmaps should learn and answer them, cell by cell."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor


def belief_maps(points: Tensor, visible: Tensor, size: tuple[int, int], cells: tuple[int, int], width: float) -> Tensor:
    """A bell for each visible point, then what is left for the background; float32, shape (N, K + 1, h, w).

    Args:
        points: (x, y) in pixels of the image, shape (N, K, 2).
        visible: shape (N, K).
        size: rows and columns of the image.
        cells: rows and columns of the maps.
        width: the bells' sigma, in cells.
    """
    bells = np.exp(_parabolas(points, size, cells, width)) * visible.numpy()[..., None, None]
    return torch.from_numpy(np.concatenate([bells, 1 - bells.max(axis=1, keepdims=True)], axis=1)).float()


def perfect_scores(
    points: Tensor, visible: Tensor, size: tuple[int, int], cells: tuple[int, int], width: float
) -> Tensor:
    """The logarithms of `belief_maps`; level where a point is not visible."""
    background = np.log(belief_maps(points, visible, size, cells, width).numpy()[:, -1:].clip(1e-6))
    parabolas = _parabolas(points, size, cells, width) * visible.numpy()[..., None, None]
    return torch.from_numpy(np.concatenate([parabolas, background], axis=1)).float()


def _parabolas(points: Tensor, size: tuple[int, int], cells: tuple[int, int], width: float) -> np.ndarray:
    """Half the squared distance of each cell from each point, in widths, negative; shape (N, K, h, w)."""
    (H, W), (h, w) = size, cells
    found = np.zeros((*points.shape[:2], h, w))
    for n, k in np.ndindex(*points.shape[:2]):
        x, y = points[n, k].tolist()
        column, row = (x + 0.5) * w / W - 0.5, (y + 0.5) * h / H - 0.5
        for i, j in np.ndindex(h, w):
            found[n, k, i, j] = -((i - row) ** 2 + (j - column) ** 2) / (2 * width**2)
    return found
