"""Right answers for `upsampling`: what comes of the weights, and the weights themselves."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import interpolate, linear

from autograder.exam import oracle

from ..cases.upsampling import EnlargeCase, LinearCase


@oracle
def classified(case: LinearCase) -> Tensor:
    """What the linear layer says of the window at each place of the large images: each is cut out and flattened."""
    (_, H, W), images = case.shape, case.large
    places = [[i, j] for i in range(images.shape[2] - H + 1) for j in range(images.shape[3] - W + 1)]
    windows = [images[:, :, i : i + H, j : j + W].flatten(1) for i, j in places]
    answers = torch.stack([linear(window, case.weight, case.bias) for window in windows], dim=-1)
    return answers.reshape(*answers.shape[:2], images.shape[2] - H + 1, images.shape[3] - W + 1)


@oracle
def enlarged(case: EnlargeCase) -> Tensor:
    """torch's bilinear interpolation."""
    return interpolate(case.images, scale_factor=case.factor, mode="bilinear", align_corners=False)


@oracle
def kernel(case: EnlargeCase) -> Tensor:
    """As in the code of Long, Shelhamer and Darrell (surgery.py): an open grid, and a filter for each channel."""
    size = 2 * case.factor - case.factor % 2
    factor = (size + 1) // 2
    centre = factor - 1 if size % 2 == 1 else factor - 0.5
    down, across = np.ogrid[:size, :size]
    weights = (1 - abs(down - centre) / factor) * (1 - abs(across - centre) / factor)
    channels = case.images.shape[1]
    filters = np.zeros((channels, channels, size, size), np.float32)
    filters[range(channels), range(channels)] = weights
    return torch.from_numpy(filters)
