"""Object keypoint similarity: what COCO has for keypoints in place of IoU."""

from __future__ import annotations

import torch
from torch import Tensor

from autograder.metrics.keypoints import pixel_errors
from autograder.metrics.points import require_lengths


def object_keypoint_similarity(
    pred_px: Tensor, target_px: Tensor, visible: Tensor, area_px2: Tensor, sigmas: Tensor
) -> Tensor:
    """Object keypoint similarity (OKS) of each object.

        Σ exp(−d_i² / (2 s² k_i²)) / number of visible points,     over the visible points; k_i = 2 σ_i, s² the area

    Args:
        pred_px: (x, y) in pixels, shape (N, K, 2), one object in each image. Where a visible point has no finite
            prediction, its part of the sum is 0.
        target_px: as `pred_px`; invisible points may be anything, such as NaN.
        visible: COCO's v > 0, labelled, whether hidden by something or not; bool, shape (N, K).
        area_px2: area of the object (of its mask, in COCO) in square pixels, shape (N,). An object whose area is 0 or
            NaN has no similarity. COCO's code adds 2⁻⁵² to areas, which matters to objects of 0 px² only.
        sigmas: how exact people are at each keypoint, as a fraction of s, shape (K,). COCO's for 17 keypoints of people
            lie between 0.025 and 0.107.

    Returns:
        Fractions in [0, 1], float64, shape (N,): those of batches follow one another. NaN where no point is visible
        (COCO leaves such objects out) or there is no area.

    Raises:
        TypeError, ValueError: what does not fit, as in `autograder.metrics.keypoints`; a negative area; or a sigma that
            is not a positive number.

    Source: COCO, "Keypoint evaluation", section 1.2, https://cocodataset.org/#keypoints-eval

    >>> pred_px, target_px = torch.tensor([[[3.0, 4.0], [0.0, 0.0]]]), torch.zeros(1, 2, 2)
    >>> visible = torch.tensor([[True, True]])
    >>> object_keypoint_similarity(pred_px, target_px, visible, torch.tensor([2500.0]), torch.tensor([0.05, 0.05]))
    tensor([0.8033], dtype=torch.float64)
    """
    errors = pixel_errors(pred_px, target_px, visible)
    area = require_lengths("area_px2", area_px2, len(errors), errors.device)[:, None]
    alike = torch.exp(-((errors / (2 * _require_sigmas(sigmas, errors))) ** 2) / (2 * area))
    return alike.nanmean(1)


def _require_sigmas(sigmas: Tensor, errors: Tensor) -> Tensor:
    if sigmas.shape != errors.shape[1:]:
        raise ValueError(f"sigmas: expected shape {tuple(errors.shape[1:])}, got {tuple(sigmas.shape)}")
    sigmas = sigmas.detach().to(errors.device, torch.float64)
    wrong = ~((sigmas > 0) & sigmas.isfinite())
    if wrong.any():
        place = int(wrong.nonzero()[0])
        raise ValueError(f"sigmas: expected positive numbers, got {sigmas[place].item()} for keypoint {place}")
    return sigmas
