"""Right answers for `augmentation`: an image and its labels."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import torch
from torch import Tensor

from autograder.exam import oracle

from ..cases.augmentation import CropCase, FlipCase, ResizeCase

Pair = tuple[Tensor, Tensor]


@oracle
def flipped(case: FlipCase) -> Pair:
    """Pixel by pixel."""
    H, W = case.labels.shape
    image, labels = torch.empty_like(case.image), torch.empty_like(case.labels)
    for i in range(H):
        for j in range(W):
            source = H - 1 - i if case.up_down else i, W - 1 - j if case.left_right else j
            image[:, i, j], labels[i, j] = case.image[:, source[0], source[1]], case.labels[source]
    return image, labels


@oracle
def cropped(case: CropCase) -> Pair:
    """Pixel by pixel."""
    (H, W), (top, left, height, width) = case.labels.shape, case.window
    image = torch.zeros((len(case.image), height, width), dtype=case.image.dtype)
    labels = torch.full((height, width), case.ignore, dtype=case.labels.dtype)
    for i in range(height):
        for j in range(width):
            if 0 <= top + i < H and 0 <= left + j < W:
                image[:, i, j], labels[i, j] = case.image[:, top + i, left + j], case.labels[top + i, left + j]
    return image, labels


@oracle
def resized(case: ResizeCase) -> Pair:
    """torch's bilinear image, in float64; labels pixel by pixel, in fractions."""
    options = {"mode": "bilinear", "align_corners": False}
    image = torch.nn.functional.interpolate(case.image[None].double(), size=case.size, **options)[0]
    return image.to(case.image.dtype), _nearest(case)


@oracle
def resized_by_definition(case: ResizeCase) -> Pair:
    """The image as a product of two matrices whose rows are the shares of the old pixels."""
    (H, W), (HO, WO) = case.labels.shape, case.size
    image = _shares(H, HO) @ case.image.double() @ _shares(W, WO).T
    return image.to(case.image.dtype), _nearest(case)


def _nearest(case: ResizeCase) -> Tensor:
    labels = torch.empty(case.size, dtype=case.labels.dtype)
    (H, W), (HO, WO) = case.labels.shape, case.size
    for i in range(HO):
        for j in range(WO):
            labels[i, j] = case.labels[floor(Fraction(2 * i + 1, 2) * H / HO), floor(Fraction(2 * j + 1, 2) * W / WO)]
    return labels


def _shares(n: int, n_out: int) -> Tensor:
    shares = torch.zeros((n_out, n), dtype=torch.float64)
    for i in range(n_out):
        s = min(max(Fraction(2 * i + 1, 2) * n / n_out - Fraction(1, 2), Fraction(0)), Fraction(n - 1))
        k = min(floor(s), n - 1)
        shares[i, k] += float(1 - (s - k))
        if s > k:
            shares[i, k + 1] += float(s - k)
    return shares
