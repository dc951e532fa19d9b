"""What small networks learn and answer, with torch's own parts and losses over what counts alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy

import torch
from torch import Tensor, nn

Weights = Mapping[str, Tensor]
Loss = Callable[[Tensor], Tensor]
"""How wrong an answer of a network is."""

STEADY = {"rtol": 1e-4, "atol": 1e-5}
"""A tenth of what hidden checks allow."""

LAST_DIGITS, _BESIDE = 1e-5, 4
"""By how much weights are changed to see whether that decides anything, and how often."""


def tiny_regressor(weights: Weights) -> nn.Module:
    """The `TinyRegressor` of the handout with these weights, and its names for them."""
    model = nn.Sequential()
    model.add_module("first", nn.Conv2d(3, 4, 3, padding=1, bias=False))
    model.add_module("norm", nn.BatchNorm2d(4))
    model.add_module("relu", nn.ReLU())
    model.add_module("pool", nn.AdaptiveAvgPool2d(1))
    model.add_module("flatten", nn.Flatten())
    model.add_module("last", nn.Linear(4, len(weights["last.weight"])))
    model.load_state_dict(dict(weights))
    return model


def tiny_heatmaps(weights: Weights) -> nn.Module:
    """The `TinyHeatmaps` of the handout with these weights, and its names for them."""
    model = nn.Sequential()
    model.add_module("first", nn.Conv2d(3, 4, 3, stride=2, padding=1, bias=False))
    model.add_module("norm", nn.BatchNorm2d(4))
    model.add_module("relu", nn.ReLU())
    model.add_module("last", nn.Conv2d(4, len(weights["last.weight"]), 1, bias=False))
    model.load_state_dict(dict(weights))
    return model


def tiny_weights(last: tuple[int, ...], generator: torch.Generator, *, bias: bool) -> dict[str, Tensor]:
    """Weights of a small network that has learned something already: its running statistics are not the initial ones.

    Args:
        last: shape of the weight of the last layer.
        bias: whether that has a bias.
    """

    def normal(*shape: int) -> Tensor:
        return torch.randn(shape, generator=generator)

    def positive(*shape: int) -> Tensor:
        return torch.rand(shape, generator=generator) + 0.5

    weights = {
        "first.weight": normal(4, 3, 3, 3),
        "norm.weight": positive(4),
        "norm.bias": normal(4),
        "norm.running_mean": normal(4),
        "norm.running_var": positive(4),
        "norm.num_batches_tracked": torch.tensor(7),
        "last.weight": normal(*last),
    }
    return weights | ({"last.bias": normal(last[0])} if bias else {})


def squared_distance(points: Tensor, visible: Tensor) -> Loss:
    """Of 2K numbers from the visible points, the mean over those."""

    def loss(output: Tensor) -> Tensor:
        across, down = output[:, 0::2] - points[..., 0], output[:, 1::2] - points[..., 1]
        return (across[visible] ** 2 + down[visible] ** 2).mean()

    return loss


def surprise(heatmaps: Tensor, visible: Tensor) -> Loss:
    """Of the scores of K + 1 maps about where each map has its mass; the mean over visible points and background."""
    counts = torch.cat([visible, torch.ones_like(visible[:, :1])], dim=1)

    def loss(output: Tensor) -> Tensor:
        found, wanted = output[counts].flatten(1), heatmaps[counts].flatten(1).to(output.dtype)
        return nn.functional.cross_entropy(found, wanted / wanted.sum(dim=1, keepdim=True))

    return loss


def surprise_below_the_highest(heatmaps: Tensor, visible: Tensor) -> Loss:
    """The same from all maps together, after the highest score of all is taken off: where that is in a map that does
    not count, its gradient is a rounding error instead of 0."""
    counts = torch.cat([visible, torch.ones_like(visible[:, :1])], dim=1)
    total = heatmaps.sum(dim=(2, 3), keepdim=True)

    def loss(output: Tensor) -> Tensor:
        wanted = (heatmaps / torch.where(total > 0, total, 1)).flatten(2).to(output.dtype)
        below = (output - output.max()).flatten(2)
        found = below - below.exp().sum(dim=2, keepdim=True).log()
        return torch.where(counts, -(wanted * found).sum(dim=2), 0).sum() / counts.sum()

    return loss


def trained(
    model: nn.Module, images: Tensor, loss: Loss, steps: int, rate: float, dtype: torch.dtype = torch.float32
) -> tuple[list[float], Weights]:
    """The losses of so many steps of Adam, and the weights afterwards."""
    model.to(dtype).train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        value = loss(model(images.to(dtype) / 255))
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return losses, model.state_dict()


def is_steady(model: nn.Module, images: Tensor, losses: Sequence[Loss], steps: int, rate: float) -> bool:
    """Whether rounding decides nothing: with more digits the same is learned, with weights a little beside, and by each
    of `losses`, which are right ways to calculate the same.

    Adam goes its whole step however small a gradient is. Where one is nothing but rounding, because the loss does not
    depend on that weight (a channel that the ReLU lets through everywhere has the same mean whatever its weights are),
    or because it is near 0 by chance, so is the step: right answers that add up in another order would lose.
    """
    _, exact = trained(deepcopy(model), images, losses[0], steps, rate, torch.float64)
    starts = (model, *(_beside(model, seed) for seed in range(_BESIDE)))
    ends = (trained(deepcopy(start), images, loss, steps, rate)[1] for start in starts for loss in losses)
    return all(torch.allclose(end[name].double(), exact[name].double(), **STEADY) for end in ends for name in exact)


@torch.no_grad()
def _beside(model: nn.Module, seed: int) -> nn.Module:
    """A model with the last digits of its weights changed: a gradient may be 0 by luck once."""
    model, generator = deepcopy(model), torch.Generator().manual_seed(seed)
    for weight in model.parameters():
        weight *= 1 + LAST_DIGITS * torch.randn(weight.shape, generator=generator)
    return model


@torch.no_grad()
def answer(model: nn.Module, images: Tensor) -> Tensor:
    """What a network says that is asked."""
    result: Tensor = model.eval()(images.float() / 255)
    return result
