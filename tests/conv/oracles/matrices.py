"""Right answers for `matrices`."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn.functional import conv1d, conv_transpose1d, fold, unfold

from autograder.exam import oracle

from ..cases.matrices import MatrixCase, WindowCase


@oracle
def unfolded(case: WindowCase) -> np.ndarray:
    """torch's im2col."""
    return unfold(torch.tensor(case.x), case.kernel, stride=case.stride, padding=case.padding).numpy()


@oracle
def folded(case: WindowCase) -> np.ndarray:
    """torch's col2im."""
    columns = torch.tensor(case.columns)
    return fold(columns, case.x.shape[2:], case.kernel, stride=case.stride, padding=case.padding).numpy()


@oracle
def unfolded_by_definition(case: WindowCase) -> np.ndarray:
    """Walk over the places row by row, and cut each window out."""
    p, (KH, KW) = case.padding, case.kernel
    padded = np.pad(case.x, ((0, 0), (0, 0), (p, p), (p, p)))
    tops = range(0, padded.shape[2] - KH + 1, case.stride)
    lefts = range(0, padded.shape[3] - KW + 1, case.stride)
    places = [padded[:, :, i : i + KH, j : j + KW].reshape(len(padded), -1) for i in tops for j in lefts]
    return np.stack(places, axis=-1)


@oracle
def correlating(case: MatrixCase) -> np.ndarray:
    """The matrix of torch's convolution: what it makes of each unit vector is a column."""
    units, kernel = torch.eye(case.n, dtype=torch.float64), torch.tensor(case.w)
    columns = conv1d(units[:, None], kernel[None, None], stride=case.stride, padding=case.padding)
    return columns[:, 0].T.numpy()


@oracle
def transposed(case: MatrixCase) -> np.ndarray:
    """The matrix of torch's transposed convolution; elements that the kernel never reaches are at its end."""
    span = case.n + 2 * case.padding - len(case.w)
    units, kernel = torch.eye(span // case.stride + 1, dtype=torch.float64), torch.tensor(case.w)
    options = {"stride": case.stride, "padding": case.padding, "output_padding": span % case.stride}
    columns = conv_transpose1d(units[:, None], kernel[None, None], **options)
    return columns[:, 0].T.numpy()
