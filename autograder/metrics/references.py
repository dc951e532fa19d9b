"""Reference lengths, in which errors of keypoints are measured: made of the targets, never of predictions.

All are in pixels, float64, shape (N,). NaN says that an image has no such length: its points then do not count in
`nme`, `pck` and the like. A length of 0, of two points in one place, counts as none there.

Arguments are as in `autograder.metrics.keypoints`.
"""

from __future__ import annotations

import torch
from torch import Tensor

from autograder.metrics.points import distances, require_target

_HEAD_BIAS = 0.6


def keypoint_distance(target_px: Tensor, visible: Tensor, one: int, other: int) -> Tensor:
    """Between two keypoints of the target, such as the eyes (interocular distance); NaN if either is invisible.

    Raises:
        TypeError, ValueError: what does not fit, or keypoints that are not two different ones of the K.

    >>> keypoint_distance(torch.tensor([[[0.0, 0.0], [3.0, 4.0]]]), torch.tensor([[True, True]]), 0, 1)
    tensor([5.], dtype=torch.float64)
    """
    target_px = require_target(target_px, visible)
    require_pair((one, other), target_px.shape[1])
    apart = distances(target_px[:, one], target_px[:, other])
    return apart.where(visible[:, one] & visible[:, other], torch.nan)


def box_diagonal(target_px: Tensor, visible: Tensor) -> Tensor:
    """Diagonal of the smallest upright box around the visible points: √(w² + h²). NaN where none is visible.

    >>> box_diagonal(torch.tensor([[[0.0, 4.0], [3.0, 0.0]]]), torch.tensor([[True, True]]))
    tensor([5.], dtype=torch.float64)
    """
    return torch.hypot(*_box_sides(target_px, visible))


def box_root_area(target_px: Tensor, visible: Tensor) -> Tensor:
    """Geometric mean of the sides of the box around the visible points: √(w · h). NaN where none is visible."""
    width, height = _box_sides(target_px, visible)
    return (width * height).sqrt()


def box_longer_side(target_px: Tensor, visible: Tensor) -> Tensor:
    """Longer side of the box around the visible points: max(w, h). NaN where none is visible."""
    return torch.maximum(*_box_sides(target_px, visible))


def image_diagonal(sizes_px: Tensor) -> Tensor:
    """√(H² + W²) of images.

    Args:
        sizes_px: height and width of each, shape (N, 2).
    """
    if sizes_px.ndim != 2 or sizes_px.shape[1] != 2:
        raise ValueError(f"sizes_px: expected shape (N, 2), got {tuple(sizes_px.shape)}")
    return torch.hypot(*sizes_px.double().unbind(-1))


def head_size(head_boxes_px: Tensor) -> Tensor:
    """0.6 times the diagonal of a box around the head, as PCKh of MPII Human Pose has it.

    Args:
        head_boxes_px: two opposite corners of each, x0, y0, x1, y1, shape (N, 4); NaN where a head has none.

    Source: Andriluka, Pishchulin, Gehler, Schiele 2014, "2D human pose estimation", CVPR, and their evaluation code.

    >>> head_size(torch.tensor([[10.0, 10.0, 40.0, 50.0]]))
    tensor([30.], dtype=torch.float64)
    """
    if head_boxes_px.ndim != 2 or head_boxes_px.shape[1] != 4:
        raise ValueError(f"head_boxes_px: expected boxes of shape (N, 4), got {tuple(head_boxes_px.shape)}")
    x0, y0, x1, y1 = head_boxes_px.double().unbind(-1)
    return _HEAD_BIAS * torch.hypot(x1 - x0, y1 - y0)


def require_pair(pair: tuple[int, int], keypoints: int) -> None:
    """Raise ValueError unless it is of two different keypoints, numbered from 0."""
    if len({number for number in pair if 0 <= number < keypoints}) != 2:
        raise ValueError(f"pair: expected two different keypoints from 0 to {keypoints - 1}, got {tuple(pair)}")


def _box_sides(target_px: Tensor, visible: Tensor) -> tuple[Tensor, Tensor]:
    """Width and height, each of shape (N,)."""
    target_px = require_target(target_px, visible)
    hidden = ~visible[:, :, None]
    if not target_px.shape[1]:
        return (target_px.new_full((len(target_px),), torch.nan),) * 2
    highest, lowest = target_px.masked_fill(hidden, -torch.inf), target_px.masked_fill(hidden, torch.inf)
    sides = (highest.amax(1) - lowest.amin(1)).where(visible.any(1)[:, None], torch.nan)
    return sides[:, 0], sides[:, 1]
