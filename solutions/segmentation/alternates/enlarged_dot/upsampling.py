"""A right answer that enlarges a single bright pixel to see what it prints."""

import torch
from torch.nn import functional


def linear_to_conv(weight, bias, channels, height, width):
    return weight.unflatten(1, (channels, height, width)), bias


def bilinear_kernel(channels, factor):
    dot = torch.zeros(1, 1, 5, 5)
    dot[..., 2, 2] = 1
    large = functional.interpolate(dot, scale_factor=factor, mode="bilinear", align_corners=False)
    size, start = 2 * factor - factor % 2, 2 * factor - factor // 2
    stamp = large[0, 0, start : start + size, start : start + size]
    kernel = torch.zeros(channels, channels, size, size)
    kernel[range(channels), range(channels)] = stamp
    return kernel
