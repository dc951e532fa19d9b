"""How far a network sees, and what it costs in parameters, memory and arithmetic: counted, not run.

A network is a table: a list with a dict for each layer, the first layer first. There are three kinds::

    {"kind": "conv", "filters": 64, "kernel": 11, "stride": 4, "padding": 2}
    {"kind": "pool", "kernel": 3, "stride": 2}
    {"kind": "linear", "features": 4096}

Kernels and windows are square, and `kernel`, `stride` and `padding` are pixels, down as well as across. Along a side
of n pixels a kernel has ``(n + 2 * padding - kernel) // stride + 1`` places; a pool has no padding. Each filter of a
conv layer spans all the channels that come in and has one bias. A pool works channel by channel. A linear layer
takes everything that comes in, flattened, and has one bias for each of its features; only linear layers follow it.

In this file, loops are allowed. Nothing here changes a table that it is given.
"""

from __future__ import annotations

# BEGIN SOLUTION
import math
from collections.abc import Iterator
from typing import Any

Layer = dict[str, Any]
Shape = tuple[int, ...]


def shape_after(layer: Layer, shape: Shape) -> Shape:
    """What `layer` makes of an input of `shape`."""
    if layer["kind"] == "linear":
        return (layer["features"],)
    C, *sides = shape
    seen = 2 * layer.get("padding", 0) - layer["kernel"]
    return layer.get("filters", C), *((n + seen) // layer["stride"] + 1 for n in sides)


def walk(layers: list[Layer], shape: Shape) -> Iterator[tuple[Layer, Shape, Shape]]:
    """Each layer with the shapes that go in and come out."""
    for layer in layers:
        out = shape_after(layer, shape)
        yield layer, shape, out
        shape = out


def inputs_of_one_output(layer: Layer, shape: Shape) -> int:
    """How many values, of an input of `shape`, make one value of the output."""
    if layer["kind"] == "linear":
        return math.prod(shape)
    return layer["kernel"] ** 2 * (shape[0] if layer["kind"] == "conv" else 1)


# END SOLUTION


def receptive_field(layers: list[dict]) -> int:
    """Count the input pixels, along one side, that one output pixel depends on.

    Read it from below: one pixel of the last layer was made from 3 of the pool, those from 6 of the first
    conv layer, and those from 8 of the image::

        input                       x x x x x x x x     8
        conv, kernel 3, stride 1      x x x x x x       6
        pool, kernel 2, stride 2       x   x   x        3
        conv, kernel 3, stride 1           x            1

    The count goes from the first such pixel to the last, those between them that a large stride skips included,
    and as if the image went on forever: padding plays no part.

    Args:
        layers: a table of conv and pool layers only; it may be empty.

    Returns:
        The number of pixels, an `int`; 1 without any layer.
    """
    # BEGIN SOLUTION
    pixels, step = 1, 1  # step: input pixels from one output pixel to the next
    for layer in layers:
        pixels += (layer["kernel"] - 1) * step
        step *= layer["stride"]
    return pixels
    # END SOLUTION


def count_parameters(layers: list[dict], shape: tuple[int, int, int]) -> list[int]:
    """Count what each layer learns: its weights and its biases.

    ::

        images of (3, 8, 6)                                      weights   biases
        conv, 4 filters of 3 x 3, stride 1, padding 1     4 * 3 * 3 * 3  +   4  =  112
        pool, 2 x 2, stride 2                                                        0
        linear, 10 features                              10 * 4 * 4 * 3  +  10  =  490

    Args:
        layers: a table of any layers; it may be empty.
        shape: (C, H, W) of an image that goes in.

    Returns:
        One `int` for each layer.
    """
    # BEGIN SOLUTION
    return [
        0 if layer["kind"] == "pool" else out[0] * (inputs_of_one_output(layer, into) + 1)
        for layer, into, out in walk(layers, shape)
    ]
    # END SOLUTION


def count_memory(layers: list[dict], shape: tuple[int, int, int]) -> list[int]:
    """Count the bytes that each layer's output takes up for one image, in float32.

    A float32 is 4 bytes. What goes in is not counted, and neither are the parameters::

        images of (3, 8, 6)                               output
        conv, 4 filters of 3 x 3, stride 1, padding 1     (4, 8, 6)     768 bytes
        pool, 2 x 2, stride 2                             (4, 4, 3)     192 bytes
        linear, 10 features                               (10,)          40 bytes

    Args:
        layers: a table of any layers; it may be empty.
        shape: (C, H, W) of an image that goes in.

    Returns:
        One `int` for each layer.
    """
    # BEGIN SOLUTION
    return [4 * math.prod(out) for _, _, out in walk(layers, shape)]
    # END SOLUTION


def count_flops(layers: list[dict], shape: tuple[int, int, int]) -> list[int]:
    """Count the multiply-adds of each layer for one image: values that come out, times the work for one of them.

    A multiplication and the addition after it count as one, and biases as nothing. Zeros of the padding are
    multiplied like any pixel. A pool only compares: each pixel that one of its windows looks at counts as one::

        images of (3, 8, 6)                               comes out      work
        conv, 4 filters of 3 x 3, stride 1, padding 1     4 * 8 * 6  *  3 * 3 * 3  =  5184
        pool, 2 x 2, stride 2                             4 * 4 * 3  *  2 * 2      =   192
        linear, 10 features                                      10  *  4 * 4 * 3  =   480

    Args:
        layers: a table of any layers; it may be empty.
        shape: (C, H, W) of an image that goes in.

    Returns:
        One `int` for each layer, counted as in the table of AlexNet in Michigan's EECS 498, lecture 8.
    """
    # BEGIN SOLUTION
    return [math.prod(out) * inputs_of_one_output(layer, into) for layer, into, out in walk(layers, shape)]
    # END SOLUTION
