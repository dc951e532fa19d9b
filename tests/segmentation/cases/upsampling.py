"""Cases for `upsampling`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class LinearCase:
    """A linear layer on flattened images of a shape, and images that are larger.

    Attributes:
        weight: shape (out, C * H * W).
        bias: shape (out,).
        shape: (C, H, W).
        large: shape (N, C, at least H, at least W).
    """

    weight: Tensor
    bias: Tensor
    shape: tuple[int, int, int]
    large: Tensor

    def __str__(self) -> str:
        C, H, W = self.shape
        dtype = str(self.weight.dtype).removeprefix("torch.")
        return f"weight {tuple(self.weight.shape)} {dtype}, channels={C}, height={H}, width={W}"


@dataclass(frozen=True, eq=False)
class EnlargeCase:
    """Images, shape (N, C, H, W), and how many times as large they become."""

    images: Tensor
    factor: int

    def __str__(self) -> str:
        return f"channels={self.images.shape[1]}, factor={self.factor}"


def linear_cases(rng: np.random.Generator) -> list[LinearCase]:
    """No two sizes are the same, then some are 1."""
    return [
        _linear(rng, 5, (2, 3, 4), (6, 9)),
        _linear(rng, 2, (3, 5, 4), (5, 4), torch.float32),
        _linear(rng, 4, (6, 1, 3), (4, 5)),
        _linear(rng, 3, (1, 4, 2), (7, 3), torch.float32),
        _linear(rng, 1, (7, 1, 1), (2, 3)),
        _linear(rng, 6, (4, 2, 2), (3, 5)),
        _linear(rng, 1, (1, 1, 1), (1, 2)),
    ]


def enlarge_cases(rng: np.random.Generator) -> list[EnlargeCase]:
    """Odd and even factors, one to five channels, images that are not square."""
    sizes = [
        (1, (5, 4), 2),
        (2, (4, 5), 3),
        (3, (5, 7), 4),
        (2, (6, 4), 5),
        (5, (4, 6), 2),
        (1, (3, 4), 8),
        (4, (3, 5), 1),
    ]
    return [
        EnlargeCase(torch.from_numpy(rng.standard_normal((2, C, *sides))).float(), factor) for C, sides, factor in sizes
    ]


def _linear(
    rng: np.random.Generator,
    out: int,
    shape: tuple[int, int, int],
    large: tuple[int, int],
    dtype: torch.dtype = torch.float64,
) -> LinearCase:
    sizes = (out, int(np.prod(shape))), out, (2, shape[0], *large)
    weight, bias, images = (torch.from_numpy(rng.standard_normal(size)).to(dtype) for size in sizes)
    return LinearCase(weight, bias, shape, images)
