"""From a classifier to a network that labels every pixel: linear layers that slide, and a way back to full size.

Both ideas are from "Fully Convolutional Networks for Semantic Segmentation" (Long, Shelhamer, Darrell, 2015). No
function here changes a tensor that it is given. Loops are allowed in `bilinear_kernel` only.
"""

from __future__ import annotations

import torch
from torch import Tensor


def linear_to_conv(weight: Tensor, bias: Tensor, channels: int, height: int, width: int) -> tuple[Tensor, Tensor]:
    """Make a convolution out of a linear layer: the network becomes fully convolutional.

    A classifier ends in ``flatten`` and a linear layer. Each output is a sum over all channels, rows and columns, with
    a weight for each: so does a convolution whose kernel is as large as the whole input. But it takes larger images,
    too, and then gives an answer for each place::

        a row of weight, channels = 2, height = 2, width = 3           its kernel

        1 2 3 4 5 6 7 8 9 10 11 12                channel 0:    1  2  3     channel 1:    7  8  9
                                                                4  5  6                  10 11 12

    With x of shape (N, channels, height, width), these two are the same numbers::

        torch.nn.functional.linear(x.flatten(1), weight, bias)              (N, out)
        torch.nn.functional.conv2d(x, *linear_to_conv(weight, bias, ...))   (N, out, 1, 1)

    Args:
        weight: of the linear layer, shape (out, channels * height * width).
        bias: of the linear layer, shape (out,).
        channels: of the images that were flattened.
        height: their rows.
        width: their columns.

    Returns:
        kernel: shape (out, channels, height, width), the dtype as it was.
        bias: shape (out,).
    """
    # BEGIN SOLUTION
    return weight.reshape(-1, channels, height, width), bias
    # END SOLUTION


def bilinear_kernel(channels: int, factor: int) -> Tensor:
    """Make the weights with which a transposed convolution enlarges images bilinearly, f = `factor` times.

    The layer is ``torch.nn.functional.conv_transpose2d(x, kernel, stride=f, padding=p)``; its kernel has K x K pixels::

        K = 2 * f - f % 2      p = ceil((f - 1) / 2)

    Each pixel prints the kernel, times its value, at f pixels from the next one; prints overlap and add up. Along one
    side the kernel is a tent: it falls in a straight line by 1/f per pixel from its middle, (K - 1) / 2, which is
    between two pixels for even f::

        f = 2     1/4 3/4 3/4 1/4                f = 3     1/3 2/3  1  2/3 1/3

        x         12      24
        prints     3   9   9   3
                           6  18  18   6
        result         9  15  21  18             p = 1 was cut off on each side

    In two dimensions it is the product of the tents down and across. Each channel stays by itself: kernel[c, d] is 0
    for c != d. Starting from these weights, a network may learn better ones.

    A constant image stays constant, but for a border that fades, because nothing is printed from beyond the edge.
    Inside of it the result is what ``torch.nn.functional.interpolate`` gives with ``scale_factor=f``,
    ``mode="bilinear"`` and ``align_corners=False``.

    Args:
        channels: of the images, C; as many come out.
        factor: how many times as high and as wide they become, at least 1.

    Returns:
        float32, shape (C, C, K, K): channels in, channels out, rows, columns.
    """
    # BEGIN SOLUTION
    size = 2 * factor - factor % 2
    tent = 1 - (torch.arange(size) - (size - 1) / 2).abs() / factor
    return torch.eye(channels)[:, :, None, None] * torch.outer(tent, tent)
    # END SOLUTION
