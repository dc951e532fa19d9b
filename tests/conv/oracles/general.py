"""Right answers for `general`."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn.functional import conv2d
from torch.nn.grad import conv2d_input, conv2d_weight

from autograder.exam import oracle

from ..cases.general import GeneralCase


@oracle
def convolved(case: GeneralCase) -> np.ndarray:
    """torch's convolution."""
    x, w, b = (torch.tensor(array) for array in (case.x, case.w, case.b))
    return conv2d(x, w, b, **case.options).numpy()


@oracle
def convolved_by_definition(case: GeneralCase) -> np.ndarray:
    """Every product by itself: that of a weight and the pixel under it; pixels outside of the image are 0."""
    out = np.zeros_like(case.dout)
    H, W = case.x.shape[2:]
    for n, f, i, j in np.ndindex(out.shape):
        out[n, f, i, j] = case.b[f]
        for c, u, v in np.ndindex(case.w.shape[1:]):
            channel, row, column = _pixel(case, f, i, j, c, u, v)
            if 0 <= row < H and 0 <= column < W:
                out[n, f, i, j] += case.w[f, c, u, v] * case.x[n, channel, row, column]
    return out


@oracle
def gradients(case: GeneralCase) -> tuple[np.ndarray, ...]:
    """(dx, dw, db) by torch's gradient operators; autograd itself would take seconds to import."""
    x, w, dout = (torch.tensor(array) for array in (case.x, case.w, case.dout))
    dx = conv2d_input(x.shape, w, dout, **case.options)
    dw = conv2d_weight(x, w.shape, dout, **case.options)
    return dx.numpy(), dw.numpy(), dout.sum((0, 2, 3)).numpy()


@oracle
def gradients_of_one_place(case: GeneralCase) -> tuple[np.ndarray, ...]:
    """(dx, dw, db) where `dout` is 1 at a single pixel: weights land on the pixels under them, and they on dw."""
    ((n, f, i, j),) = np.argwhere(case.dout)
    dx, dw, db = (np.zeros_like(array) for array in (case.x, case.w, case.b))
    H, W = case.x.shape[2:]
    db[f] = 1.0
    for c, u, v in np.ndindex(case.w.shape[1:]):
        channel, row, column = _pixel(case, f, i, j, c, u, v)
        if 0 <= row < H and 0 <= column < W:
            dx[n, channel, row, column] = case.w[f, c, u, v]
            dw[f, c, u, v] = case.x[n, channel, row, column]
    return dx, dw, db


def _pixel(case: GeneralCase, f: int, i: int, j: int, c: int, u: int, v: int) -> tuple[int, int, int]:
    """Channel, row and column of what lies under weight (c, u, v) of kernel f at place (i, j), padding not counted."""
    F, channels = case.w.shape[:2]
    group = f // (F // case.groups)
    row = i * case.stride + u * case.dilation - case.padding
    column = j * case.stride + v * case.dilation - case.padding
    return group * channels + c, row, column
