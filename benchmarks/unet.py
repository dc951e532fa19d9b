"""A small U-Net and its training for a given processor time: what drawn sets can be learnt with on one core."""

from __future__ import annotations

import time
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

RATE = 3e-3


class UNet(nn.Module):
    """Three steps down, three up, for sides that 8 divides."""

    def __init__(self, outputs: int, width: int = 16) -> None:
        super().__init__()
        self.down = nn.ModuleList([block(3, width), block(width, 2 * width), block(2 * width, 4 * width)])
        self.middle = block(4 * width, 4 * width)
        self.up = nn.ModuleList([block(8 * width, 2 * width), block(4 * width, width), block(2 * width, width)])
        self.last = nn.Conv2d(width, outputs, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Logits, (N, outputs, H, W)."""
        kept = []
        for part in self.down:
            kept.append(part(x))
            x = F.max_pool2d(kept[-1], 2)
        x = self.middle(x)
        for part, side in zip(self.up, reversed(kept), strict=True):
            x = part(torch.cat([side, F.interpolate(x, scale_factor=2)], 1))
        return self.last(x)


def block(inward: int, outward: int) -> nn.Sequential:
    """Two convolutions, each with batch normalisation."""
    layers: list[nn.Module] = []
    for channels in (inward, outward):
        layers += [nn.Conv2d(channels, outward, 3, padding=1, bias=False), nn.BatchNorm2d(outward), nn.ReLU()]
    return nn.Sequential(*layers)


def trained(outputs: int, seconds: float, some_loss: Callable[[nn.Module], Tensor]) -> tuple[nn.Module, int]:
    """A U-Net after that much processor time, and how many steps it took; `some_loss` is its loss on some batch."""
    torch.manual_seed(0)
    network = UNet(outputs).to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=1e-4)
    begun, steps = time.process_time(), 0
    while (done := (time.process_time() - begun) / seconds) < 1:
        optimiser.param_groups[0]["lr"] = RATE * min(1, 20 * done + 0.02) * (1 - done)
        optimiser.zero_grad()
        some_loss(network).backward()
        optimiser.step()
        steps += 1
    return network.eval(), steps


def outputs_of(network: nn.Module, images: Tensor) -> Tensor:
    """Of many images, uint8 (N, 3, H, W)."""
    with torch.no_grad():
        return torch.cat([network(scaled(part)) for part in images.split(20)])


def scaled(images: Tensor) -> Tensor:
    """Floating point around 0."""
    return (images.float() / 255 - 0.45).contiguous(memory_format=torch.channels_last)


def colour_bins(images: Tensor, bits: int) -> Tensor:
    """The number of each pixel's colour with so many bits of each channel, (N, H, W)."""
    red, green, blue = (images.long() >> 8 - bits).unbind(1)
    return (red << 2 * bits) + (green << bits) + blue
