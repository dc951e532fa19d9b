"""Cases for `normalization`."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .layers import many

Shape = tuple[int, int, int, int]


@dataclass(frozen=True, eq=False)
class BatchCase:
    """The arguments of a batch normalisation, and a gradient that arrives at its output."""

    x: np.ndarray
    gamma: np.ndarray
    beta: np.ndarray
    running_mean: np.ndarray
    running_var: np.ndarray
    dout: np.ndarray
    training: bool = True
    momentum: float = 0.1
    eps: float = 1e-5

    def __str__(self) -> str:
        mode = f"training with momentum {self.momentum}" if self.training else "evaluation"
        return f"x {self.x.shape}, eps {self.eps}, {mode}"


@dataclass(frozen=True, eq=False)
class TrainingRun:
    """Batches on which a layer is trained one after the other, then one on which it is evaluated.

    The buffers of the first step go from step to step; those of the others are not used.
    """

    steps: tuple[BatchCase, ...]
    evaluation: BatchCase

    def __str__(self) -> str:
        return "; then ".join(str(case) for case in (*self.steps, self.evaluation))


@dataclass(frozen=True, eq=False)
class BatchPair:
    """Two batches whose forward and backward passes are interleaved."""

    first: BatchCase
    second: BatchCase

    def __str__(self) -> str:
        return f"{self.first}, then {self.second}"


@dataclass(frozen=True, eq=False)
class LayerCase:
    """The arguments of a layer normalisation."""

    x: np.ndarray
    gamma: np.ndarray
    beta: np.ndarray
    eps: float

    def __str__(self) -> str:
        return f"x {self.x.shape}, eps {self.eps}"


@dataclass(frozen=True, eq=False)
class GroupCase:
    """The arguments of a group normalisation."""

    x: np.ndarray
    groups: int
    gamma: np.ndarray
    beta: np.ndarray
    eps: float

    def __str__(self) -> str:
        return f"x {self.x.shape}, {self.groups} groups, eps {self.eps}"


def training_cases(rng: np.random.Generator) -> list[BatchCase]:
    """Sizes that all differ, one of each size, several eps; channels constant, far from zero, faint, switched off."""
    return [
        _batch(rng, (3, 2, 5, 4)),
        _batch(rng, (2, 4, 3, 6), eps=0.1),
        _batch(rng, (1, 3, 4, 2), eps=1e-3),
        _batch(rng, (5, 4, 1, 1), eps=1e-2),
        _batch(rng, (4, 1, 2, 3)),
        _batch(rng, (2, 3, 4, 5), values=_partly_constant),
        _batch(rng, (2, 6, 2, 3), values=_far_from_zero),
        _batch(rng, (2, 3, 6, 4), values=_faint, eps=1e-3),
        replace(_batch(rng, (3, 2, 2, 4)), gamma=np.array([0.0, 1.5])),  # one channel is switched off
        _batch(rng, (many(rng), 1, 1, 2)),
        _batch(rng, (2, many(rng), 2, 1)),
        _batch(rng, (1, 2, many(rng), 2)),
        _batch(rng, (1, 2, 2, many(rng))),
    ]


def training_runs(rng: np.random.Generator) -> list[TrainingRun]:
    """Three steps on batches of other sizes each time, with all kinds of momenta; evaluation on images unlike them."""
    return [
        _run(rng, momentum, eps) for momentum, eps in ((0.1, 1e-5), (0.3, 0.1), (0.9, 1e-3), (0.0, 0.1), (1.0, 0.1))
    ]


def batch_pairs(rng: np.random.Generator) -> list[BatchPair]:
    """Batches of the same shape, so that nothing but the values tells them apart; in the same mode and in others."""
    shape, wide = (3, 2, 4, 5), (2, 2, 3, 7)
    return [
        BatchPair(_batch(rng, shape, eps=0.1), _batch(rng, shape)),
        BatchPair(_batch(rng, shape, training=False), _batch(rng, shape, eps=0.1)),
        BatchPair(_batch(rng, wide), _batch(rng, wide, training=False, eps=0.1)),
        BatchPair(_batch(rng, (1, 3, 1, 1), training=False), _batch(rng, (4, 3, 1, 1))),
    ]


def layer_cases(rng: np.random.Generator) -> list[LayerCase]:
    """Sizes that all differ, one of each size, several eps; images that are constant, far from zero, or faint."""
    return [
        _layer(rng, (3, 2, 5, 4)),
        _layer(rng, (2, 4, 3, 6), eps=0.1),
        _layer(rng, (1, 3, 4, 2), eps=1e-3),
        _layer(rng, (4, 1, 1, 5)),
        _layer(rng, (3, 2, 2, 4), values=_partly_constant),
        _layer(rng, (5, 2, 2, 3), values=_far_from_zero),
        _layer(rng, (2, 3, 2, 4), values=_faint, eps=1e-2),
        _layer(rng, (many(rng), 1, 1, 3)),
        _layer(rng, (2, many(rng), 1, 2)),
        _layer(rng, (1, 2, many(rng), many(rng))),
    ]


def group_cases(rng: np.random.Generator) -> list[GroupCase]:
    """Few large groups, many small ones, one, and one for each channel; the same hard images as elsewhere."""
    return [
        _group(rng, (2, 6, 5, 4), 2),
        _group(rng, (3, 6, 2, 5), 3, eps=0.1),
        _group(rng, (1, 8, 3, 2), 2, eps=1e-3),
        _group(rng, (2, 4, 3, 5), 1),
        _group(rng, (3, 5, 4, 2), 5),
        _group(rng, (5, 4, 1, 1), 2, eps=1e-2),
        _group(rng, (2, 6, 3, 4), 3, values=_partly_constant),
        _group(rng, (2, 6, 2, 3), 2, values=_far_from_zero),
        _group(rng, (3, 4, 2, 3), 2, values=_faint, eps=1e-2),
        _group(rng, (many(rng), 2, 1, 3), 1),
        _group(rng, (1, 2 * (groups := many(rng)), 2, 1), groups),
        _group(rng, (1, 2, many(rng), many(rng)), 2),
    ]


def _uneven(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """Every channel of every image has a mean and a spread of its own."""
    mean, spread = rng.normal(0, 2, (*shape[:2], 1, 1)), rng.uniform(0.5, 2, (*shape[:2], 1, 1))
    return mean + spread * rng.standard_normal(shape)


def _partly_constant(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """All of the first image, and the first two channels of the others, have a single value: variance 0."""
    x = _uneven(rng, shape)
    x[0] = x[:, :2] = 2.0  # sums of it are exact in any order
    return x


def _far_from_zero(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """About 1e4, and so even that the mean of squares has few digits left for the variance."""
    return rng.choice([-1.0, 1.0]) * 1e4 + 0.04 * rng.standard_normal(shape)


def _faint(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """So little spread that eps decides."""
    return 0.01 * _uneven(rng, shape)


def _batch(
    rng: np.random.Generator,
    shape: Shape,
    *,
    values=_uneven,
    training: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> BatchCase:
    C = shape[1]
    return BatchCase(
        x=values(rng, shape),
        gamma=_scale(rng, C),
        beta=rng.standard_normal(C),
        running_mean=rng.standard_normal(C),
        running_var=rng.uniform(0.3, 3, C),
        dout=rng.standard_normal(shape),
        training=training,
        momentum=momentum,
        eps=eps,
    )


def _run(rng: np.random.Generator, momentum: float, eps: float) -> TrainingRun:
    first, *others = (
        _batch(rng, shape, momentum=momentum, eps=eps) for shape in ((2, 3, 4, 5), (3, 3, 2, 4), (1, 3, 2, 1))
    )
    evaluation = _batch(rng, (2, 3, 3, 2), training=False, momentum=momentum, eps=eps)
    same = {"gamma": first.gamma, "beta": first.beta}
    return TrainingRun((first, *(replace(case, **same) for case in others)), replace(evaluation, **same))


def _layer(rng: np.random.Generator, shape: Shape, *, values=_uneven, eps: float = 1e-5) -> LayerCase:
    return LayerCase(values(rng, shape), _scale(rng, *shape[1:]), rng.standard_normal(shape[1:]), eps)


def _group(rng: np.random.Generator, shape: Shape, groups: int, *, values=_uneven, eps: float = 1e-5) -> GroupCase:
    return GroupCase(values(rng, shape), groups, _scale(rng, shape[1]), rng.standard_normal(shape[1]), eps)


def _scale(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Away from zero, where nothing would be seen, and of both signs."""
    return rng.choice([-1.0, 1.0], shape) * rng.uniform(0.5, 2, shape)
