"""Cases for `networks`."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .layers import many


@dataclass(frozen=True, eq=False)
class LossCase:
    """The arguments of a loss for every pixel."""

    scores: np.ndarray
    labels: np.ndarray
    ignore: int | None

    def __str__(self) -> str:
        return f"scores {self.scores.shape}, ignore {self.ignore}"


@dataclass(frozen=True, eq=False)
class LinearCase:
    """Weights of a linear layer, and the shape of the images it takes."""

    w: np.ndarray
    shape: tuple[int, int, int]

    def __str__(self) -> str:
        return f"w {self.w.shape}, shape {self.shape}"


@dataclass(frozen=True, eq=False)
class SeparableCase:
    """The arguments of a depthwise separable convolution."""

    x: np.ndarray
    depthwise: np.ndarray
    pointwise: np.ndarray
    stride: int
    padding: int

    def __str__(self) -> str:
        return (
            f"x {self.x.shape}, depthwise {self.depthwise.shape}, pointwise {self.pointwise.shape}, "
            f"stride {self.stride}, padding {self.padding}"
        )


@dataclass(frozen=True, eq=False)
class NetworkCase:
    """Labelled images, parameters of LeNet, a gradient that arrives at its scores, and how far to train from there."""

    x: np.ndarray
    labels: np.ndarray
    parameters: dict[str, np.ndarray]
    dscores: np.ndarray
    steps: int
    rate: float

    def __str__(self) -> str:
        return f"x {self.x.shape}, {self.dscores.shape[1]} classes, {self.steps} steps, rate {self.rate}"


@dataclass(frozen=True, eq=False)
class BatchCase:
    """A batch of random images with random labels, to be learnt by heart from a random start."""

    x: np.ndarray
    labels: np.ndarray
    classes: int
    seed: int

    def __str__(self) -> str:
        return f"x {self.x.shape}, {self.classes} classes, seed {self.seed}"


@dataclass(frozen=True, eq=False)
class SeedCase:
    """Seeds from which LeNet is started."""

    seeds: tuple[int, ...]
    classes: int = 4

    def __str__(self) -> str:
        return f"{len(self.seeds)} seeds"


def loss_cases(rng: np.random.Generator) -> list[LossCase]:
    """Labels ignored at random, so that images have unequal shares: outside of the classes, and each kind of class."""
    crowded = _loss_case(rng, (3, 300, 10, 12), None)
    crowded.labels[0, 0, 0] = 255  # a class like any other
    return [
        _loss_case(rng, (2, 3, 4, 5), None),
        _loss_case(rng, (3, 5, 2, 4), 255, share=0.5),
        _loss_case(rng, (3, 4, 5, 2), -1, share=0.5),
        _loss_case(rng, (2, 4, 3, 5), -100, share=0.3),
        _loss_case(rng, (2, 3, 5, 4), 0),
        _loss_case(rng, (2, 4, 5, 3), 3),
        _loss_case(rng, (2, 2, 3, 4), 2),  # no pixel has that label
        _loss_case(rng, (1, 6, 1, 1), None),
        _loss_case(rng, (4, 1, 2, 3), -1, share=0.5),  # one class: nothing to be surprised at
        crowded,
        _loss_case(rng, (many(rng), 2, 1, 3), 255, share=0.3),
        _loss_case(rng, (1, 2, many(rng), many(rng)), -1, share=0.3),
    ]


def extreme_loss_cases(rng: np.random.Generator) -> list[LossCase]:
    """Scores far from zero and far from each other, images without any label, nothing but ignored pixels."""
    unlabelled = _loss_case(rng, (3, 4, 2, 5), 255, share=0.3)
    unlabelled.labels[1] = 255
    nothing = _loss_case(rng, (2, 3, 4, 5), -1)
    nothing.labels[:] = -1
    only_zeros = _loss_case(rng, (2, 3, 2, 4), 0)
    only_zeros.labels[:] = 0
    uneven = _loss_case(rng, (2, 3, 4, 2), None)
    uneven.scores[0] += 1e3  # one image is far brighter than the other
    return [
        _loss_case(rng, (2, 3, 5, 4), None, scale=10.0),
        _loss_case(rng, (2, 3, 4, 5), 255, share=0.3, scale=1e3),
        uneven,
        unlabelled,
        nothing,
        only_zeros,
    ]


def linear_cases(rng: np.random.Generator) -> list[LinearCase]:
    """Shapes in which no two sides are equal, flat and single ones, equal sides; then many of each."""
    shapes = [(2, 3, 4), (3, 5, 2), (1, 2, 5), (4, 1, 1), (2, 1, 3), (3, 3, 3)]
    shapes += [(many(rng), 1, 2), (1, many(rng), many(rng))]
    cases = [LinearCase(rng.standard_normal((5, math.prod(shape))), shape) for shape in shapes]
    return [*cases, LinearCase(rng.standard_normal((many(rng), 6)), (1, 2, 3))]


def separable_cases(rng: np.random.Generator) -> list[SeparableCase]:
    """Every stride with every padding; nothing is square, and from stride 2 on pixels are left over."""
    kernels = ((3, 2), (2, 4), (1, 3))
    regular = [
        _separable_case(rng, (2, 3, 4) if stride % 2 else (3, 2, 1), kernel, stride, padding)
        for stride, kernel in zip((1, 2, 3), kernels, strict=True)
        for padding in (0, 1, 2)
    ]
    return [
        *regular,
        _separable_case(rng, (1, 1, 1), (2, 3), 1, 0),
        _separable_case(rng, (many(rng), 1, 1), (2, 1), 4, 0),
        _separable_case(rng, (1, many(rng), many(rng)), (1, 2), 4, 0),
        _separable_case(rng, (2, 3, 3), (3, 3), 1, 1),  # as many maps as channels: nothing tells rows from columns
    ]


def network_cases(rng: np.random.Generator) -> list[NetworkCase]:
    """Other numbers of images and classes, biases that are not zero; three steps and none, then two that are unusual.

    One step on a bright image whose label the network thinks impossible: its gradients are large. Many steps on images
    that it gets right from the start: there is hardly anything left to learn, and the steps are taken all the same.
    """
    surprised, sure = _network_case(rng, 1, 5, 1, 0.5), _network_case(rng, 1, 4, 35, 0.1)
    surprised.x[:] *= 20.0
    surprised.parameters["linear2_b"][surprised.labels] = -400.0  # whatever the image adds to it
    sure.labels[:] = sure.labels[0]
    sure.parameters["linear2_b"][sure.labels] = 6.0
    return [_network_case(rng, 4, 3, 3, 0.05), _network_case(rng, 2, 4, 0, 0.1), surprised, sure]


def batches(rng: np.random.Generator) -> list[BatchCase]:
    """Noise, each image with a class of its own, drawn at random: nothing but learning by heart helps."""
    return [BatchCase(_images(rng, 4), rng.permutation(4), classes=4, seed=int(rng.integers(1000, 2000)))]


def seeds(rng: np.random.Generator) -> list[SeedCase]:
    """So many that the mean and the spread of 100 weights are known to a few percent."""
    return [SeedCase(tuple(rng.choice(10_000, size=5, replace=False).tolist()))]


def _network_case(rng: np.random.Generator, N: int, classes: int, steps: int, rate: float) -> NetworkCase:
    return NetworkCase(
        x=_images(rng, N),
        labels=rng.integers(classes, size=N),
        parameters=_parameters(rng, classes),
        dscores=rng.standard_normal((N, classes)),
        steps=steps,
        rate=rate,
    )


def _loss_case(
    rng: np.random.Generator,
    shape: tuple[int, int, int, int],
    ignore: int | None,
    share: float = 0.0,
    scale: float = 2.0,
) -> LossCase:
    """A random case in which about `share` of the pixels carry the label `ignore`, one at least does not."""
    N, K, H, W = shape
    labels = rng.integers(K, size=(N, H, W))
    if ignore is not None:
        labels[rng.random(labels.shape) < share] = ignore
    labels[-1, -1, -1] = K - 1 if ignore != K - 1 else 0
    return LossCase(scale * rng.standard_normal(shape), labels, ignore)


def _separable_case(
    rng: np.random.Generator, sizes: tuple[int, int, int], kernel: tuple[int, int], stride: int, padding: int
) -> SeparableCase:
    """A random case with `sizes` (N, C, F) on images of 8 x 11 or 11 x 8 pixels, of which stride 2 and 3 leave some."""
    N, C, F = sizes
    side = (8, 11) if (stride + padding) % 2 else (11, 8)
    x, depthwise = rng.standard_normal((N, C, *side)), rng.standard_normal((C, *kernel))
    return SeparableCase(x, depthwise, rng.standard_normal((F, C)), stride, padding)


def _images(rng: np.random.Generator, N: int) -> np.ndarray:
    return rng.standard_normal((N, 1, 20, 20))


def _parameters(rng: np.random.Generator, classes: int) -> dict[str, np.ndarray]:
    shapes = {"conv1": (4, 1, 5, 5), "conv2": (8, 4, 5, 5), "linear1": (24, 32), "linear2": (classes, 24)}
    weights = {f"{name}_w": rng.standard_normal(s) / math.sqrt(math.prod(s[1:])) for name, s in shapes.items()}
    return weights | {f"{name}_b": 0.3 * rng.standard_normal(s[0]) for name, s in shapes.items()}
