"""What a small network learns and answers, with torch's own parts."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import nn

Weights = Mapping[str, torch.Tensor]

STEADY = {"rtol": 1e-4, "atol": 1e-5}
"""A tenth of what hidden checks allow."""

LAST_DIGITS, _BESIDE = 1e-5, 4
"""By how much weights are changed to see whether that decides anything, and how often."""


def tiny(weights: Weights) -> nn.Module:
    """The `TinyNet` of the handout with these weights, and its names for them."""
    first = nn.Conv2d(3, 4, 3, padding=1, bias=False)
    norm = nn.BatchNorm2d(4)
    last = nn.Conv2d(4, len(weights["last.weight"]), 1)
    model = nn.Sequential()
    model.add_module("first", first)
    model.add_module("norm", norm)
    model.add_module("relu", nn.ReLU())
    model.add_module("last", last)
    model.load_state_dict(dict(weights))
    return model


def tiny_weights(classes: int, generator: torch.Generator) -> dict[str, torch.Tensor]:
    """Weights of a `TinyNet` that has learned something already: its running statistics are not the initial ones."""

    def normal(*shape: int) -> torch.Tensor:
        return torch.randn(shape, generator=generator)

    def positive(*shape: int) -> torch.Tensor:
        return torch.rand(shape, generator=generator) + 0.5

    return {
        "first.weight": normal(4, 3, 3, 3),
        "norm.weight": positive(4),
        "norm.bias": normal(4),
        "norm.running_mean": normal(4),
        "norm.running_var": positive(4),
        "norm.num_batches_tracked": torch.tensor(7),
        "last.weight": normal(classes, 4, 1, 1),
        "last.bias": normal(classes),
    }


def trained(
    weights: Weights,
    images: torch.Tensor,
    labels: torch.Tensor,
    steps: int,
    rate: float,
    ignore: int = 255,
    *,
    scale: float = 1 / 255,
    forgets: bool = True,
    training: bool = True,
    dtype: torch.dtype = torch.float32,
) -> tuple[list[float], dict[str, torch.Tensor]]:
    """The losses, and the weights afterwards.

    Args:
        scale: what images are multiplied by.
        forgets: whether gradients are set to zero before each step.
        training: whether the network is in training mode.
    """
    model = tiny(weights).to(dtype).train(training)
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        if forgets:
            optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(images.to(dtype) * scale), labels.long(), ignore_index=ignore)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses, model.state_dict()


def is_steady(
    weights: Weights, images: torch.Tensor, labels: torch.Tensor, steps: int, rate: float, ignore: int
) -> bool:
    """Whether rounding decides nothing: with more digits the same is learned, and with weights a little beside.

    Adam goes its whole step however small a gradient is. Where one is near nothing, rounding decides which way: with
    one course secret of 3000, right answers that add up in another order lost.
    """
    _, exact = trained(weights, images, labels, steps, rate, ignore, dtype=torch.float64)
    starts = (weights, *(_beside(weights, seed) for seed in range(_BESIDE)))
    ends = (trained(start, images, labels, steps, rate, ignore)[1] for start in starts)
    return all(torch.allclose(end[name].double(), exact[name].double(), **STEADY) for end in ends for name in exact)


def _beside(weights: Weights, seed: int) -> Weights:
    """Weights with other last digits: a gradient may be 0 by luck once."""
    generator = torch.Generator().manual_seed(seed)
    return {
        name: value * (1 + LAST_DIGITS * torch.randn(value.shape, generator=generator)) if value.ndim else value
        for name, value in weights.items()
    }


@torch.no_grad()
def scores(weights: Weights, images: torch.Tensor, *, training: bool = False, scale: float = 1 / 255) -> torch.Tensor:
    """Those of a `TinyNet`, shape (N, K, H, W)."""
    result: torch.Tensor = tiny(weights).train(training)(images.float() * scale)
    return result


def hits(labels: torch.Tensor, found: torch.Tensor, ignore: int) -> float:
    """The share of the pixels that count whose class was found."""
    counts = labels != ignore
    return float((found[counts] == labels[counts]).double().mean())
