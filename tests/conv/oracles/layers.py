"""Right answers for `layers`."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn.functional import conv2d, max_pool2d, pad
from torch.nn.grad import conv2d_input, conv2d_weight

from autograder.exam import oracle

from ..cases.borders import PadCase, SizeCase
from ..cases.layers import ConvCase, PoolCase

TORCH_MODES = {"zero": "constant", "replicate": "replicate", "reflect": "reflect"}


def places(case: SizeCase) -> int:
    """Walk along the padded side and count the places where the kernel fits."""
    count, start = 0, 0
    while start + case.kernel <= case.padding + case.n + case.padding:
        count, start = count + 1, start + case.stride
    return count


@oracle
def padded(case: PadCase) -> np.ndarray:
    """torch's padding."""
    return pad(torch.tensor(case.x), (case.padding,) * 4, mode=TORCH_MODES[case.mode]).numpy()


@oracle
def convolved(case: ConvCase) -> np.ndarray:
    """torch's convolution."""
    x, w, b = (torch.tensor(array) for array in (case.x, case.w, case.b))
    return conv2d(x, w, b, stride=case.stride, padding=case.padding).numpy()


@oracle
def convolved_by_definition(case: ConvCase) -> np.ndarray:
    """Every output pixel by itself: its window times the kernel, summed, plus the bias."""
    out = np.empty_like(case.dout)
    for n, f, i, j in np.ndindex(out.shape):
        out[n, f, i, j] = (_window(case, n, i, j) * case.w[f]).sum() + case.b[f]
    return out


@oracle
def conv_gradients(case: ConvCase) -> tuple[np.ndarray, ...]:
    """(dx, dw, db) by torch's gradient operators; autograd itself would take seconds to import."""
    x, w, dout = (torch.tensor(array) for array in (case.x, case.w, case.dout))
    dx = conv2d_input(x.shape, w, dout, case.stride, case.padding)
    dw = conv2d_weight(x, w.shape, dout, case.stride, case.padding)
    return dx.numpy(), dw.numpy(), dout.sum((0, 2, 3)).numpy()


@oracle
def gradients_of_one_window(case: ConvCase) -> tuple[np.ndarray, ...]:
    """(dx, dw, db) where `dout` is 1 at a single pixel: the kernel lands on its window, the window on dw."""
    ((n, f, i, j),) = np.argwhere(case.dout)
    dx, dw, db = (
        _zero_padded(np.zeros_like(case.x), case.padding),
        np.zeros_like(case.w),
        np.zeros_like(case.b),
    )
    top, left = i * case.stride, j * case.stride
    KH, KW = case.w.shape[2:]
    dx[n, :, top : top + KH, left : left + KW] = case.w[f]
    dw[f], db[f] = _window(case, n, i, j), 1.0
    H, W = case.x.shape[2:]
    return dx[:, :, case.padding : case.padding + H, case.padding : case.padding + W], dw, db


@oracle
def pooled(case: PoolCase) -> np.ndarray:
    """torch's max pooling."""
    return max_pool2d(torch.tensor(case.x), case.kernel, case.stride).numpy()


@oracle
def pool_gradient(case: PoolCase) -> np.ndarray:
    """Each gradient goes where torch's max pooling found the winner; for images without ties."""
    x, dout = torch.tensor(case.x), torch.tensor(case.dout)
    _, winners = max_pool2d(x, case.kernel, case.stride, return_indices=True)  # flat within an image's channel
    dx = torch.zeros_like(x).flatten(2).scatter_add(2, winners.flatten(2), dout.flatten(2))
    return dx.view_as(x).numpy()


@oracle
def pool_gradient_by_definition(case: PoolCase) -> np.ndarray:
    """Walk over every window row by row; the winner is the first pixel that no other exceeds."""
    dx = np.zeros_like(case.x)
    for n, c, i, j in np.ndindex(case.dout.shape):
        top, left = i * case.stride, j * case.stride
        winner = top, left
        for u, v in np.ndindex(case.kernel):
            if case.x[n, c, top + u, left + v] > case.x[n, c, *winner]:
                winner = top + u, left + v
        dx[n, c, *winner] += case.dout[n, c, i, j]
    return dx


def _zero_padded(x: np.ndarray, padding: int) -> np.ndarray:
    return np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))


def _window(case: ConvCase, n: int, i: int, j: int) -> np.ndarray:
    """What the kernel sees of image `n` for output pixel (i, j), shape (C, KH, KW)."""
    top, left = i * case.stride, j * case.stride
    KH, KW = case.w.shape[2:]
    return _zero_padded(case.x[n : n + 1], case.padding)[0, :, top : top + KH, left : left + KW]
