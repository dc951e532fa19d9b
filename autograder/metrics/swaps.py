"""Left taken for right: how often a prediction exchanges the two keypoints of a pair."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from autograder.metrics.points import distances, require_prediction
from autograder.metrics.references import require_pair


def swapped_pairs(pred_px: Tensor, target_px: Tensor, visible: Tensor, pairs: Sequence[tuple[int, int]]) -> Tensor:
    """How many pairs are swapped, and how many count: those of batches add up.

    A pair is swapped if the prediction of each of its keypoints is nearer to the other's place than to its own. Exactly
    as near is not nearer, and what is not a finite point is near to nothing. A pair counts where both are visible.

    Args:
        pred_px, target_px, visible: as in `autograder.metrics.keypoints`.
        pairs: of keypoints, numbered from 0: left and right.

    Returns:
        int64, shape (2, P): swapped and counted, of each pair, in the order of `pairs`.

    Raises:
        TypeError, ValueError: what does not fit, or a pair that is not of two different keypoints of the K.

    >>> target_px = torch.tensor([[[10.0, 10.0], [30.0, 10.0]]])
    >>> swapped_pairs(target_px.flip(1), target_px, torch.tensor([[True, True]]), [(0, 1)])
    tensor([[1],
            [1]])
    """
    pred_px, target_px = require_prediction(pred_px, target_px, visible)
    for pair in pairs:
        require_pair(pair, target_px.shape[1])
    left, right = torch.tensor(pairs, dtype=torch.int64, device=visible.device).reshape(-1, 2).unbind(1)
    swapped = _nearer_to(right, left, pred_px, target_px) & _nearer_to(left, right, pred_px, target_px)
    counted = visible[:, left] & visible[:, right]
    return torch.stack(((swapped & counted).sum(0), counted.sum(0)))


def _nearer_to(others: Tensor, own: Tensor, pred_px: Tensor, target_px: Tensor) -> Tensor:
    """Which predictions of the keypoints `own` are nearer to the places of `others`. Shape (N, P), bool."""
    pred_px = pred_px[:, own]
    return distances(pred_px, target_px[:, others]) < distances(pred_px, target_px[:, own])
