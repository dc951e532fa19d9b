"""Cases for `counting`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Layer = dict[str, Any]


@dataclass(frozen=True)
class Published:
    """What a lecture says of a network, exactly, for each layer."""

    parameters: tuple[int, ...]
    memory: tuple[int, ...]
    flops: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class NetworkCase:
    """A table of layers, the shape (C, H, W) of an image that goes in, and what is known of the network."""

    layers: list[Layer]
    shape: tuple[int, int, int]
    published: Published | None = None

    def __str__(self) -> str:
        return f"{_kinds(self.layers)}, images of {self.shape}"


@dataclass(frozen=True, eq=False)
class ViewCase:
    """A table of conv and pool layers, and the receptive field that is published for it."""

    layers: list[Layer]
    published: int | None = None

    def __str__(self) -> str:
        return _kinds(self.layers)


def conv(filters: int, kernel: int, stride: int = 1, padding: int = 0) -> Layer:
    return {"kind": "conv", "filters": filters, "kernel": kernel, "stride": stride, "padding": padding}


def pool(kernel: int, stride: int) -> Layer:
    return {"kind": "pool", "kernel": kernel, "stride": stride}


def linear(features: int) -> Layer:
    return {"kind": "linear", "features": features}


def alexnet() -> list[Layer]:
    """AlexNet as Michigan's EECS 498 counts it in lecture 8 (Krizhevsky 2014: 64 filters in the first layer)."""
    return [
        *(conv(64, 11, stride=4, padding=2), pool(3, 2)),
        *(conv(192, 5, padding=2), pool(3, 2)),
        *(conv(384, 3, padding=1), conv(256, 3, padding=1), conv(256, 3, padding=1), pool(3, 2)),
        *(linear(4096), linear(4096), linear(1000)),
    ]


def vgg16() -> list[Layer]:
    """VGG-16 (configuration D), as in the notes of CS231n."""
    layers = []
    for filters, depth in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        layers += [*(conv(filters, 3, padding=1) for _ in range(depth)), pool(2, 2)]
    return [*layers, linear(4096), linear(4096), linear(1000)]


# The three columns of the lecture's table, before it rounds. Two of its entries are slips: it prints 145 million
# multiply-adds for conv4, whose formula gives 149.5, and leaves out the biases of the linear layers, which its own
# formula has. With them the sum is torchvision's 61,100,840.
ALEXNET = Published(
    parameters=(23_296, 0, 307_392, 0, 663_936, 884_992, 590_080, 0, 37_752_832, 16_781_312, 4_097_000),
    memory=(802_816, 186_624, 559_872, 129_792, 259_584, 173_056, 173_056, 36_864, 16_384, 16_384, 4_000),
    flops=(
        *(72_855_552, 419_904, 223_948_800, 292_032, 112_140_288, 149_520_384, 99_680_256, 82_944),
        *(37_748_736, 16_777_216, 4_096_000),
    ),
)

# CS231n's notes list weights, without biases, and numbers instead of bytes; with biases the sum is 138,357,544, as
# in torchvision and Keras. Without its pools the last column adds up to the 15.47 billion of torchvision.
VGG16 = Published(
    parameters=(
        *(1_792, 36_928, 0, 73_856, 147_584, 0, 295_168, 590_080, 590_080, 0),
        *(1_180_160, 2_359_808, 2_359_808, 0, 2_359_808, 2_359_808, 2_359_808, 0),
        *(102_764_544, 16_781_312, 4_097_000),
    ),
    memory=(
        *(12_845_056, 12_845_056, 3_211_264, 6_422_528, 6_422_528, 1_605_632),
        *(3_211_264, 3_211_264, 3_211_264, 802_816, 1_605_632, 1_605_632, 1_605_632, 401_408),
        *(401_408, 401_408, 401_408, 100_352, 16_384, 16_384, 4_000),
    ),
    flops=(
        *(86_704_128, 1_849_688_064, 3_211_264, 924_844_032, 1_849_688_064, 1_605_632),
        *(924_844_032, 1_849_688_064, 1_849_688_064, 802_816, 924_844_032, 1_849_688_064, 1_849_688_064, 401_408),
        *(462_422_016, 462_422_016, 462_422_016, 100_352, 102_760_448, 16_777_216, 4_096_000),
    ),
)

LECTURES = (  # the same objects for every check, so that torch counts them once
    NetworkCase(alexnet(), (3, 227, 227), ALEXNET),
    NetworkCase(vgg16(), (3, 224, 224), VGG16),
)


def view_cases(rng: np.random.Generator) -> list[ViewCase]:
    """The lectures' networks, tables of one layer and none, steps larger than kernels, random tables."""
    random = [
        [
            conv(4, int(rng.integers(1, 6)), stride=int(rng.integers(1, 4)), padding=int(rng.integers(0, 3))),
            pool(int(rng.integers(2, 4)), int(rng.integers(1, 4))),
            conv(8, int(rng.integers(2, 8)), stride=int(rng.integers(1, 4)), padding=int(rng.integers(0, 3))),
            conv(8, int(rng.integers(2, 5)), padding=1),
        ]
        for _ in range(4)
    ]
    return [
        # Both fields: Araujo, Norris, Sim, Computing Receptive Fields of Convolutional Neural Networks, Distill 2019.
        ViewCase(alexnet()[:-3], published=195),
        ViewCase(vgg16()[:-3], published=212),
        ViewCase([], published=1),
        ViewCase([conv(8, 7, stride=3, padding=2)]),
        ViewCase([pool(3, 2)]),
        ViewCase([conv(8, 1, stride=2), conv(8, 1), pool(1, 3), conv(8, 3)]),
        ViewCase([conv(8, 2, stride=5), pool(2, 4), conv(8, 4, stride=3)]),
        *(ViewCase(layers) for layers in random),
    ]


def network_cases(rng: np.random.Generator) -> list[NetworkCase]:
    """The lectures' networks, every kind of layer alone, none at all, then networks on images that are not square."""
    filters, features = (int(n) for n in rng.integers(5, 20, size=2))
    H, W = int(rng.integers(23, 29)), int(rng.integers(41, 47))
    return [
        *LECTURES,
        NetworkCase([], (3, 8, 6), Published((), (), ())),
        NetworkCase([conv(filters, 3, stride=2, padding=1)], (4, 9, 14)),
        NetworkCase([conv(filters, 1)], (5, 7, 4)),
        NetworkCase([pool(3, 2)], (5, 8, 13)),  # pixels are left over
        NetworkCase([linear(features)], (3, 4, 7)),
        NetworkCase([conv(filters, 2, stride=3)], (2, 12, 7)),  # pixels are skipped
        NetworkCase(_small_network(filters, features), (3, H, W)),
        NetworkCase(_small_network(filters, features), (1, W, H)),
    ]


def _small_network(filters: int, features: int) -> list[Layer]:
    return [
        *(conv(filters, 5, stride=3, padding=2), pool(3, 1), conv(filters + 3, 1), pool(2, 2)),
        *(conv(2, 2, padding=1), linear(features), linear(features + 1)),
    ]


def _kinds(layers: list[Layer]) -> str:
    return " → ".join(layer["kind"] for layer in layers) or "no layers"
