"""A right answer that picks out what counts first, and leaves the rest to torch's losses."""

import torch
from torch.nn import functional


def heatmap_l2(pred, target, visible):
    if not visible.any():
        return 0 * pred.sum()
    return functional.mse_loss(pred[visible], target[visible])


def heatmap_cross_entropy(scores, target, visible):
    if not visible.any():
        return 0 * scores.sum()
    wanted = target[visible].flatten(1)
    return functional.cross_entropy(scores[visible].flatten(1), wanted / wanted.sum(dim=1, keepdim=True))


def masked_regression_loss(pred, target):
    known = target.isfinite().all(dim=2)
    if not known.any():
        return 0 * pred.sum()
    return 2 * torch.nn.MSELoss()(pred[known], target[known])
