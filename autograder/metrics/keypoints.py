"""Keypoint metrics: how far predicted points are from their places, in pixels and in parts of a reference length.

Every function takes `pred_px` and `target_px`, (x, y) in pixels of any real dtype, shape (N, K, 2), and `visible`,
bool, shape (N, K): only visible points count, and every one of them counts alike, whichever image it is in. Reckoned
in float64.

- What stands at an invisible point does not matter, in target and prediction alike: NaN, for example.
- A visible point without a finite prediction is infinitely wrong: its error is ∞, it is within nothing, and a mean that
  it takes part in is ∞.
- `reference_px`, shape (N,), is a length of each image; `autograder.metrics.references` has the usual ones. Where it is
  NaN or 0, the image has no scale, and its points do not count in what is measured by it.
- Where no point counts, nothing was measured: NaN.

All raise TypeError or ValueError for what does not fit: shapes, dtypes, devices; a visible target that is not finite; a
reference length that is negative or infinite.

Means of batches do not average to that of the data set. Sums do: `error_sums` and `pck_counts`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from autograder.metrics.points import distances, require_lengths, require_prediction
from autograder.metrics.references import head_size


def pixel_errors(pred_px: Tensor, target_px: Tensor, visible: Tensor) -> Tensor:
    """The distance of every predicted point from its place, in pixels.

    Returns:
        float64, shape (N, K): NaN at invisible points, ∞ where a visible one was not predicted.

    >>> pred_px, target_px = torch.tensor([[[3.0, 4.0], [9.0, 9.0]]]), torch.zeros(1, 2, 2)
    >>> pixel_errors(pred_px, target_px, torch.tensor([[True, False]]))
    tensor([[5., nan]], dtype=torch.float64)
    """
    pred_px, target_px = require_prediction(pred_px, target_px, visible)
    return distances(pred_px, target_px).masked_fill(~visible, torch.nan)


def normalized_errors(pred_px: Tensor, target_px: Tensor, visible: Tensor, reference_px: Tensor) -> Tensor:
    """`pixel_errors` divided by the reference length of their image.

    Returns:
        Fractions of the length, float64, shape (N, K): NaN where a point does not count.
    """
    errors = pixel_errors(pred_px, target_px, visible)
    return errors / require_lengths("reference_px", reference_px, len(errors), errors.device)[:, None]


def error_sums(errors: Tensor) -> Tensor:
    """Sum and number of the errors of each keypoint: those of batches add up.

    Args:
        errors: of `pixel_errors` or `normalized_errors`, shape (N, K); NaN does not count.

    Returns:
        float64, shape (2, K). ``sums[0] / sums[1]`` is the mean error of each keypoint, ``sums[0].sum() /
        sums[1].sum()`` that of all.

    >>> error_sums(torch.tensor([[1.0, torch.nan], [3.0, 5.0]]))
    tensor([[4., 5.],
            [2., 1.]], dtype=torch.float64)
    """
    if errors.ndim != 2 or not errors.is_floating_point():
        raise ValueError(f"errors: expected floats of shape (N, K), got {errors.dtype} of {tuple(errors.shape)}")
    return torch.stack((errors.double().nansum(0), (~errors.isnan()).sum(0, dtype=torch.float64)))


def mean_pixel_error(pred_px: Tensor, target_px: Tensor, visible: Tensor) -> Tensor:
    """The mean distance of visible points from their places: Σ d / number of visible points. Pixels, scalar."""
    return _mean(pixel_errors(pred_px, target_px, visible))


def nme(pred_px: Tensor, target_px: Tensor, visible: Tensor, reference_px: Tensor) -> Tensor:
    """Normalized mean error: the mean of d / reference length over the points that count. Scalar.

    Sagonas et al. 2013 average within each image first, which is the same where every image shows all points.

    Source: Sagonas, Tzimiropoulos, Zafeiriou, Pantic 2013, "300 Faces in-the-Wild Challenge", ICCV workshops.
    """
    return _mean(normalized_errors(pred_px, target_px, visible, reference_px))


def pck(pred_px: Tensor, target_px: Tensor, visible: Tensor, reference_px: Tensor, alpha: float) -> Tensor:
    """Percentage of correct keypoints, as a fraction: the share of the points that count with d / reference ≤ α.

    A point exactly on the threshold is within. It is the quotient that is compared: 29 px of a reference length of 100
    are within α = 0.29, although 0.29 · 100 is a little less than 29 in floating point.

    Args:
        alpha: tolerance, a fraction of the reference length; at least 0.

    Returns:
        Fraction in [0, 1], float64, scalar.

    Source: Yang, Ramanan 2013, "Articulated human detection with flexible mixtures of parts", PAMI; they take the
    longer side of the box around the object as reference length.

    >>> pred_px, target_px = torch.tensor([[[3.0, 4.0], [0.0, 6.0]]]), torch.zeros(1, 2, 2)
    >>> pck(pred_px, target_px, torch.tensor([[True, True]]), torch.tensor([50.0]), 0.1)
    tensor(0.5000, dtype=torch.float64)
    """
    return _ratio(pck_counts(pred_px, target_px, visible, reference_px, alpha))


def pckh(pred_px: Tensor, target_px: Tensor, visible: Tensor, head_boxes_px: Tensor, alpha: float = 0.5) -> Tensor:
    """`pck` in parts of the head size: `head_size` of boxes around heads, shape (N, 4). Fraction in [0, 1], scalar.

    Source: Andriluka, Pishchulin, Gehler, Schiele 2014, "2D human pose estimation: new benchmark and state of the art
    analysis", CVPR.
    """
    return pck(pred_px, target_px, visible, head_size(head_boxes_px), alpha)


def pck_counts(pred_px: Tensor, target_px: Tensor, visible: Tensor, reference_px: Tensor, alpha: float) -> Tensor:
    """How many points of each keypoint are within, and how many count, as `pck` says: those of batches add up.

    Returns:
        int64, shape (2, K). ``counts[0] / counts[1]`` is the PCK of each keypoint.
    """
    _require_tolerance("alpha", alpha)
    errors = normalized_errors(pred_px, target_px, visible, reference_px)
    return torch.stack(((errors <= alpha).sum(0), (~errors.isnan()).sum(0)))  # NaN is within nothing


def pck_curve(
    pred_px: Tensor, target_px: Tensor, visible: Tensor, reference_px: Tensor, alphas: Sequence[float]
) -> Tensor:
    """`pck` at each of the tolerances. Fractions in [0, 1], float64, shape (A,)."""
    for alpha in alphas:
        _require_tolerance("alphas", alpha)
    errors = normalized_errors(pred_px, target_px, visible, reference_px)
    counted = errors[~errors.isnan()].sort().values
    within = torch.searchsorted(counted, torch.tensor(alphas, dtype=torch.float64, device=errors.device), right=True)
    return within.double() / len(counted)


def area_under_pck(
    pred_px: Tensor, target_px: Tensor, visible: Tensor, reference_px: Tensor, alpha_max: float
) -> Tensor:
    """The mean PCK over all tolerances from 0 to `alpha_max`: 1/α_max · ∫ PCK(α) dα.

    PCK is a step function of α, and the integral is that of its steps, exactly: a point with error e = d / reference
    is within from e on, so it is the mean of max(0, 1 − e / α_max) over the points that count. No grid of tolerances
    takes part, and no trapezoids.

    Args:
        alpha_max: the largest tolerance, a fraction of the reference length; more than 0.

    Returns:
        Fraction in [0, 1], float64, scalar.

    >>> pred_px, target_px = torch.tensor([[[3.0, 4.0], [0.0, 6.0]]]), torch.zeros(1, 2, 2)
    >>> area_under_pck(pred_px, target_px, torch.tensor([[True, True]]), torch.tensor([50.0]), 0.2)
    tensor(0.4500, dtype=torch.float64)
    """
    _require_tolerance("alpha_max", alpha_max)
    if not alpha_max:
        raise ValueError("alpha_max: expected more than 0, got 0")
    errors = normalized_errors(pred_px, target_px, visible, reference_px)
    return _mean((1 - errors / alpha_max).clamp(min=0))


def _mean(values: Tensor) -> Tensor:
    """Of those that are not NaN; NaN if there are none."""
    return _ratio(error_sums(values))


def _ratio(counts: Tensor) -> Tensor:
    """Of two sums over keypoints, shape (2, K); NaN if nothing counts."""
    whole = counts.double().sum(1)
    return whole[0] / whole[1]


def _require_tolerance(name: str, alpha: float) -> None:
    if not 0 <= alpha < math.inf:  # what was not predicted is infinitely far, and must stay outside
        raise ValueError(f"{name}: expected a fraction of the reference length, at least 0, got {alpha}")
