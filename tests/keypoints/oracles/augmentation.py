"""Right answers for `augmentation`."""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import torch
from torch import Tensor

from autograder.exam import oracle

from ..cases.augmentation import CropCase, FlipCase, Pictured, RotateCase, SizeCase

Triple = tuple[Tensor, Tensor, Tensor]


@oracle
def normalized(case: SizeCase) -> Tensor:
    """As torch's own grid numbers the centres of the pixels: a straight line through two of them."""
    start, step = _grid(case.size)
    return (start + step * case.points.double()).to(case.points.dtype)


@oracle
def denormalized(case: SizeCase) -> Tensor:
    """Back along the same line."""
    start, step = _grid(case.size)
    return ((case.points.double() - start) / step).to(case.points.dtype)


@oracle
def flipped(case: FlipCase) -> Triple:
    """Column by column, and point by point."""
    W = case.images.shape[-1]
    images, points, visible = (torch.empty_like(each) for each in (case.images, case.points, case.visible))
    for j in range(W):
        images[..., j] = case.images[..., W - 1 - j]
    other = {k: k for k in range(points.shape[1])}
    for left, right in case.pairs:
        other[left], other[right] = right, left
    for n, k in _each(case):
        x, y = case.points[n, k].tolist()
        points[n, other[k]] = torch.tensor([W - 1 - x, y], dtype=points.dtype)
        visible[n, other[k]] = case.visible[n, k]
    return images, points, visible


@oracle
def rotated(case: RotateCase) -> Triple:
    """Pixels and points as complex numbers about the middle, y up; bilinear pixel by pixel."""
    H, W = case.images.shape[2:]
    turn = cmath.rect(1, math.radians(case.degrees))
    middle = complex((W - 1) / 2, -(H - 1) / 2)
    old, images = case.images.double().numpy(), np.zeros(tuple(case.images.shape))
    for i in range(H):
        for j in range(W):
            source = (complex(j, -i) - middle) / turn + middle
            images[:, :, i, j] = _bilinear(old, source.real, -source.imag)
    points = torch.empty_like(case.points)
    for n, k in _each(case):
        x, y = case.points[n, k].tolist()
        there = (complex(x, -y) - middle) * turn + middle
        points[n, k] = torch.tensor([there.real, -there.imag], dtype=points.dtype)
    return torch.from_numpy(images).to(case.images.dtype), points, _still_visible(case, points, (H, W))


@oracle
def cropped(case: CropCase) -> Triple:
    """The image as a product of two matrices whose rows are the shares of the old pixels; points in fractions."""
    (top, left, height, width), (HO, WO) = case.box, case.size
    cut = case.images.double()[:, :, top : top + height, left : left + width]
    images = _shares(height, HO) @ cut @ _shares(width, WO).T
    points = torch.full_like(case.points, math.nan)
    for n, k in _each(case):
        x, y = case.points[n, k].tolist()
        if not math.isnan(x):
            share = _share(x, left, width), _share(y, top, height)  # of the way from edge to edge
            new = share[0] * WO - Fraction(1, 2), share[1] * HO - Fraction(1, 2)
            points[n, k] = torch.tensor([float(new[0]), float(new[1])], dtype=torch.float64).to(points.dtype)
    return images.to(case.images.dtype), points, _still_visible(case, points, case.size)


def _grid(size: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """The normalized (x, y) of the first pixel, and how far the next ones to the right and below are away."""
    H, W = size
    still = torch.eye(2, 3, dtype=torch.float64)[None]
    more = torch.nn.functional.affine_grid(still, [1, 1, 2 * H, 2 * W], align_corners=False)[0]  # twice as many
    start = (more[0, 0] + more[1, 1]) / 2
    return start, 2 * (more[1, 1] - more[0, 0])


def _each(case: Pictured) -> Iterator[tuple[int, int]]:
    return ((n, k) for n in range(case.points.shape[0]) for k in range(case.points.shape[1]))


def _bilinear(images: np.ndarray, x: float, y: float) -> np.ndarray:
    """All images and channels at one place; 0 outside."""
    H, W = images.shape[2:]
    total = np.zeros(images.shape[:2])
    for i in (math.floor(y), math.floor(y) + 1):
        for j in (math.floor(x), math.floor(x) + 1):
            if 0 <= i < H and 0 <= j < W:
                total += (1 - abs(y - i)) * (1 - abs(x - j)) * images[:, :, i, j]
    return total


def _still_visible(case: Pictured, points: Tensor, size: tuple[int, int]) -> Tensor:
    H, W = size
    visible = torch.zeros_like(case.visible)
    for n, k in _each(case):
        x, y = points[n, k].tolist()
        visible[n, k] = bool(case.visible[n, k]) and -0.5 <= x <= W - 0.5 and -0.5 <= y <= H - 0.5
    return visible


def _share(x: float, first: int, count: int) -> Fraction:
    return (Fraction(x) - first + Fraction(1, 2)) / count


def _shares(n: int, n_out: int) -> Tensor:
    shares = torch.zeros((n_out, n), dtype=torch.float64)
    for i in range(n_out):
        s = min(max(Fraction(2 * i + 1, 2) * n / n_out - Fraction(1, 2), Fraction(0)), Fraction(n - 1))
        k = min(math.floor(s), n - 1)
        shares[i, k] += float(1 - (s - k))
        if s > k:
            shares[i, k + 1] += float(s - k)
    return shares
