"""Whether predictions move with the truth from image to image: one that is the same for all has not looked.

Arguments are as in `autograder.metrics.keypoints`. Variances are those of each keypoint's place about its mean over the
images that show it, in pixels², summed over keypoints and both axes. Where the truth never moves, nothing was measured:
NaN.
"""

from __future__ import annotations

import torch
from torch import Tensor


def spread(pred_px: Tensor, target_px: Tensor, visible: Tensor) -> Tensor:
    """Standard deviation of predictions by that of the truth; a scalar, 0 or more.

    >>> target_px = torch.tensor([[[0.0, 0.0]], [[4.0, 2.0]]])
    >>> visible = torch.tensor([[True], [True]])
    >>> spread(target_px / 2, target_px, visible), spread(target_px.mean(0).expand(2, 1, 2), target_px, visible)
    (tensor(0.5000, dtype=torch.float64), tensor(0., dtype=torch.float64))
    """
    return (_about_mean(pred_px, visible).square().sum() / _squares(target_px, visible)).sqrt()


def explained(pred_px: Tensor, target_px: Tensor, visible: Tensor) -> Tensor:
    """1 − squared errors by the variance of the truth (R²); a scalar, at most 1.

    The mean face has 0; whatever it is shaken by makes it less, although it spreads.

    >>> target_px = torch.tensor([[[0.0, 0.0]], [[4.0, 2.0]]])
    >>> visible = torch.tensor([[True], [True]])
    >>> explained(target_px + 1, target_px, visible), explained(target_px.mean(0).expand(2, 1, 2), target_px, visible)
    (tensor(0.6000, dtype=torch.float64), tensor(0., dtype=torch.float64))
    """
    errors = (pred_px.double() - target_px.double()).where(visible[..., None], 0.0)
    return 1 - errors.square().sum() / _squares(target_px, visible)


def _about_mean(points_px: Tensor, visible: Tensor) -> Tensor:
    """Each visible point minus the mean of its keypoint, float64 (N, K, 2); 0 for others."""
    counts = visible[..., None]
    points_px = points_px.double().where(counts, 0.0)
    mean = points_px.sum(0) / counts.sum(0).clamp(min=1)
    return (points_px - mean).where(counts, 0.0)


def _squares(points_px: Tensor, visible: Tensor) -> Tensor:
    """Summed squares; NaN where they are none."""
    total = _about_mean(points_px, visible).square().sum()
    return total.where(total > 0, torch.nan)
