"""A right answer in the way of the paper's own code: an open grid, a loop over the channels."""

import numpy as np
import torch


def linear_to_conv(weight, bias, channels, height, width):
    kernel = torch.empty(weight.shape[0], channels, height, width, dtype=weight.dtype)
    kernel.view(weight.shape[0], -1).copy_(weight)
    return kernel, bias.clone()


def bilinear_kernel(channels, factor):
    size = 2 * factor - factor % 2
    center = (size - 1) / 2
    og = np.ogrid[:size, :size]
    filt = (1 - abs(og[0] - center) / factor) * (1 - abs(og[1] - center) / factor)
    weight = np.zeros((channels, channels, size, size), dtype=np.float32)
    for c in range(channels):
        weight[c, c] = filt
    return torch.from_numpy(weight)
