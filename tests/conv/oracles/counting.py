"""Right answers for `counting`."""

from __future__ import annotations

import torch
from torch.nn import Conv2d, Linear
from torch.nn.functional import avg_pool2d, conv2d, linear, pad

from autograder.exam import oracle

from ..cases.counting import Layer, NetworkCase, Published, ViewCase


def pixels_seen(case: ViewCase) -> int:
    """Follow one output pixel back through the layers, with the set of all pixels that made it."""
    seen = {0}
    for layer in reversed(case.layers):
        seen = {layer["stride"] * pixel + k for pixel in seen for k in range(layer["kernel"])}
    return max(seen) - min(seen) + 1


@oracle
def counts(case: NetworkCase) -> Published:
    """Run the network with torch, with pixels and weights of 1: the sum of what comes out is the work done."""
    x = torch.ones(1, *case.shape)
    parameters, memory, flops = [], [], []
    for layer in case.layers:
        one, copies = RUN[layer["kind"]](layer, x)
        parameters.append(_learned(layer, x))
        flops.append(copies * int(one.double().sum()))
        x = torch.ones(one.shape[0], copies * one.shape[1], *one.shape[2:])
        memory.append(x.nbytes)
    return Published(tuple(parameters), tuple(memory), tuple(flops))


def _convolved(layer: Layer, x: torch.Tensor) -> tuple[torch.Tensor, int]:
    """What one filter makes of `x`, and how many filters there are; the padding is 1, as it is multiplied too."""
    padded = pad(x, (layer["padding"],) * 4, value=1.0)
    kernel = torch.ones(1, x.shape[1], layer["kernel"], layer["kernel"])
    return conv2d(padded, kernel, stride=layer["stride"]), layer["filters"]


def _pooled(layer: Layer, x: torch.Tensor) -> tuple[torch.Tensor, int]:
    """The sums of the windows, which are the pixels that it looks at."""
    return avg_pool2d(x, layer["kernel"], layer["stride"], divisor_override=1), 1


def _connected(layer: Layer, x: torch.Tensor) -> tuple[torch.Tensor, int]:
    """What one feature makes of `x`, and how many features there are."""
    flat = x.flatten(1)
    return linear(flat, torch.ones_like(flat)), layer["features"]


RUN = {"conv": _convolved, "pool": _pooled, "linear": _connected}


def _learned(layer: Layer, x: torch.Tensor) -> int:
    """The parameters of torch's module; on the device meta they take no memory."""
    match layer["kind"]:
        case "conv":
            sizes = layer["filters"], layer["kernel"], layer["stride"], layer["padding"]
            module = Conv2d(x.shape[1], *sizes, device="meta")
        case "linear":
            module = Linear(x[0].numel(), layer["features"], device="meta")
        case _:
            return 0
    return sum(parameter.numel() for parameter in module.parameters())
