"""Right answers for `resampling`."""

from __future__ import annotations

from math import floor

import numpy as np
import torch
from torch.nn.functional import avg_pool2d, conv2d, conv_transpose2d, interpolate
from torch.nn.grad import conv2d_weight

from autograder.exam import oracle

from ..cases.layers import ConvCase, PoolCase
from ..cases.resampling import ResizeCase, ScaleCase, UnpoolCase


@oracle
def averaged(case: PoolCase) -> np.ndarray:
    """torch's average pooling."""
    return avg_pool2d(torch.tensor(case.x), case.kernel, case.stride).numpy()


@oracle
def averaged_gradient(case: PoolCase) -> np.ndarray:
    """Walk over the windows: each pixel gets one share of the window's gradient."""
    dx = np.zeros_like(case.x)
    KH, KW = case.kernel
    for i, j in np.ndindex(case.dout.shape[2:]):
        top, left = i * case.stride, j * case.stride
        dx[:, :, top : top + KH, left : left + KW] += case.dout[:, :, i, j, None, None] / (KH * KW)
    return dx


@oracle
def transposed(case: ConvCase) -> np.ndarray:
    """torch's transposed convolution."""
    x, w, b = (torch.tensor(array) for array in (case.x, case.w, case.b))
    return conv_transpose2d(x, w, b, stride=case.stride, padding=case.padding).numpy()


@oracle
def transposed_by_definition(case: ConvCase) -> np.ndarray:
    """Every term of the sum by itself, left out where it falls into what is cut off."""
    out = np.zeros_like(case.dout) + case.b[:, None, None]
    HO, WO = out.shape[2:]
    C, H, W = case.x.shape[1:]
    for c, i, j, u, v in np.ndindex(C, H, W, *case.w.shape[2:]):
        row, column = i * case.stride + u - case.padding, j * case.stride + v - case.padding
        if 0 <= row < HO and 0 <= column < WO:
            out[:, :, row, column] += case.x[:, c, i, j, None] * case.w[c, :, u, v]
    return out


@oracle
def convolved_back(case: ConvCase) -> np.ndarray:
    """torch's convolution of `dout` with the same kernels, which leads back to the shape of `x`."""
    return conv2d(torch.tensor(case.dout), torch.tensor(case.w), stride=case.stride, padding=case.padding).numpy()


@oracle
def transposed_gradients(case: ConvCase) -> tuple[np.ndarray, ...]:
    """(dx, dw, db) by torch: those of a convolution from `dout` to `x`, the other way round."""
    x, dout = torch.tensor(case.x), torch.tensor(case.dout)
    dw = conv2d_weight(dout, case.w.shape, x, case.stride, case.padding)
    return convolved_back(case), dw.numpy(), dout.sum((0, 2, 3)).numpy()


@oracle
def unpooled(case: UnpoolCase) -> np.ndarray:
    """torch's unpooling; where a position is named again it is with the same value, so no order matters."""
    return torch.ops.aten.max_unpool2d(torch.tensor(case.x), torch.tensor(case.indices), case.size).numpy()


@oracle
def blocks(case: ScaleCase) -> np.ndarray:
    """torch's nearest neighbour."""
    return interpolate(torch.tensor(case.x), scale_factor=case.factor, mode="nearest").numpy()


@oracle
def nails(case: ScaleCase) -> np.ndarray:
    """Pixel by pixel."""
    N, C, H, W = case.x.shape
    out = np.zeros((N, C, case.factor * H, case.factor * W))
    for i, j in np.ndindex(H, W):
        out[:, :, case.factor * i, case.factor * j] = case.x[:, :, i, j]
    return out


@oracle
def resized(case: ResizeCase) -> np.ndarray:
    """torch's bilinear interpolation, without antialiasing."""
    x = torch.tensor(case.x)
    return interpolate(x, size=case.size, mode="bilinear", align_corners=case.align_corners).numpy()


@oracle
def resized_by_definition(case: ResizeCase) -> np.ndarray:
    """Sample by sample between the four pixels around it."""
    out = np.empty((*case.x.shape[:2], *case.size))
    (H, W), (HO, WO) = case.x.shape[2:], case.size
    for i, j in np.ndindex(HO, WO):
        top, down = _place(i, H, HO, case.align_corners)
        left, across = _place(j, W, WO, case.align_corners)
        bottom, right = min(top + 1, H - 1), min(left + 1, W - 1)
        upper = (1 - across) * case.x[:, :, top, left] + across * case.x[:, :, top, right]
        lower = (1 - across) * case.x[:, :, bottom, left] + across * case.x[:, :, bottom, right]
        out[:, :, i, j] = (1 - down) * upper + down * lower
    return out


@oracle
def ramp(case: ResizeCase) -> np.ndarray:
    """An image of the shape of `x` whose values follow a straight line, down and across."""
    H, W = case.x.shape[2:]
    return np.broadcast_to(_slope(np.arange(H), np.arange(W)), case.x.shape)


@oracle
def resized_ramp(case: ResizeCase) -> np.ndarray:
    """Between pixels the ramp follows the same line: its value at each sample's position, without interpolation."""
    (H, W), (HO, WO) = case.x.shape[2:], case.size
    rows = [sum(_place(i, H, HO, case.align_corners)) for i in range(HO)]
    columns = [sum(_place(j, W, WO, case.align_corners)) for j in range(WO)]
    return np.broadcast_to(_slope(np.array(rows), np.array(columns)), (*case.x.shape[:2], HO, WO))


def _slope(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    return 10.0 + 2.0 * rows[:, None] - 3.0 * columns


def _place(i: int, n: int, n_out: int, align_corners: bool) -> tuple[int, float]:
    """The pixel before sample `i` of `n_out`, and how far the sample is on the way to the next one."""
    if not align_corners:
        s = (2 * i + 1) * n / (2 * n_out) - 0.5
    else:
        s = i * (n - 1) / (n_out - 1) if n_out > 1 else 0.0
    s = min(max(s, 0.0), n - 1.0)
    return floor(s), s - floor(s)
