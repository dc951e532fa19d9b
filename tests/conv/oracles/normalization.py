"""Right answers for `normalization`: torch's operators, and once the definition."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional

from autograder.exam import oracle

from ..cases.normalization import BatchCase, GroupCase, LayerCase, TrainingRun


@oracle
def batch_normalised(case: BatchCase) -> np.ndarray:
    """torch's batch normalisation."""
    return _batch_norm(case, *_tensors(case.running_mean, case.running_var)).numpy()


@oracle
def buffers_after(run: TrainingRun) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """The buffers that torch has after each step; torch moves them in place."""
    mean, var = _tensors(run.steps[0].running_mean, run.steps[0].running_var)
    seen = []
    for step in run.steps:
        _batch_norm(step, mean, var)
        seen.append((mean.numpy().copy(), var.numpy().copy()))
    return tuple(seen)


@oracle
def evaluated_after(run: TrainingRun) -> np.ndarray:
    """What torch makes of the last batch with the buffers after the last step."""
    return _batch_norm(run.evaluation, *_tensors(*buffers_after(run)[-1])).numpy()


@oracle
def batch_gradients(case: BatchCase) -> tuple[np.ndarray, ...]:
    """(dx, dgamma, dbeta) by torch's gradient operator; autograd itself would take seconds to import."""
    x, gamma, beta, mean, var, dout = _tensors(
        case.x, case.gamma, case.beta, case.running_mean, case.running_var, case.dout
    )
    _, batch_mean, batch_root = torch.native_batch_norm(
        x, gamma, beta, mean.clone(), var.clone(), case.training, case.momentum, case.eps
    )
    gradients = torch.ops.aten.native_batch_norm_backward(
        dout, x, gamma, mean, var, batch_mean, batch_root, case.training, case.eps, [True, True, True]
    )
    return tuple(gradient.numpy() for gradient in gradients)


@oracle
def layer_normalised(case: LayerCase) -> np.ndarray:
    """torch's layer normalisation over all but the images."""
    x, gamma, beta = _tensors(case.x, case.gamma, case.beta)
    return functional.layer_norm(x, x.shape[1:], gamma, beta, case.eps).numpy()


@oracle
def group_normalised(case: GroupCase) -> np.ndarray:
    """Every group of channels by itself, as the definition says."""
    out = np.empty_like(case.x)
    size = case.x.shape[1] // case.groups
    for n, c in np.ndindex(*case.x.shape[:2]):
        first = c - c % size
        members = case.x[n, first : first + size]
        mean = members.sum() / members.size
        var = ((members - mean) ** 2).sum() / members.size
        out[n, c] = case.gamma[c] * (case.x[n, c] - mean) / (var + case.eps) ** 0.5 + case.beta[c]
    return out


def _tensors(*arrays: np.ndarray) -> tuple[torch.Tensor, ...]:
    return tuple(torch.tensor(array) for array in arrays)  # copies


def _batch_norm(case: BatchCase, mean: torch.Tensor, var: torch.Tensor) -> torch.Tensor:
    """torch's layer; in training it moves `mean` and `var`."""
    x, gamma, beta = _tensors(case.x, case.gamma, case.beta)
    return functional.batch_norm(x, mean, var, gamma, beta, case.training, case.momentum, case.eps)
