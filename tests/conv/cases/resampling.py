"""Cases for `resampling`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .layers import ConvCase, Pair, PoolCase, many, pool_cases, pool_edge_cases

TALL_KERNELS = ((3, 2), (4, 2), (4, 3))


@dataclass(frozen=True, eq=False)
class UnpoolCase:
    """Maxima, shape (N, C, H, W), and where each of them lies in a plane of `size` (HO, WO)."""

    x: np.ndarray
    indices: np.ndarray
    size: tuple[int, int]

    def __str__(self) -> str:
        return f"x {self.x.shape}, size {self.size}"


@dataclass(frozen=True, eq=False)
class ScaleCase:
    """Images, shape (N, C, H, W), and by how much they grow."""

    x: np.ndarray
    factor: int

    def __str__(self) -> str:
        return f"x {self.x.shape}, factor {self.factor}"


@dataclass(frozen=True, eq=False)
class ResizeCase:
    """Images, shape (N, C, H, W), the size that they get, (HO, WO), and where the samples lie."""

    x: np.ndarray
    size: tuple[int, int]
    align_corners: bool

    def __str__(self) -> str:
        return f"x {self.x.shape}, size {self.size}, align_corners={self.align_corners}"


def averaging_cases(rng: np.random.Generator) -> list[PoolCase]:
    """Windows that overlap, touch and leave gaps, pixels left over; then the smallest and the brightest images."""
    return [*pool_cases(rng), *pool_edge_cases(rng)]


def transposed_cases(rng: np.random.Generator) -> list[ConvCase]:
    """Every stride with every padding; nothing is square; kernels larger and smaller than the stride."""
    cases = []
    for number, (stride, padding) in enumerate((s, p) for s in (1, 2, 3) for p in (0, 1, 2)):
        short, long = int(rng.integers(4, 6)), int(rng.integers(7, 9))  # so far apart that H is never W
        kernel = TALL_KERNELS[rng.integers(len(TALL_KERNELS))]
        cases.append(
            _transposed_case(
                rng,
                sizes=tuple(rng.permutation([2, 3, 4])),
                image=(short, long) if number % 2 else (long, short),
                kernel=kernel if number % 4 < 2 else kernel[::-1],
                stride=stride,
                padding=padding,
            )
        )
    return cases


def transposed_edge_cases(rng: np.random.Generator) -> list[ConvCase]:
    """One of everything, one pixel, one print, prints that leave gaps, a cut into the first print, bright images."""
    return [
        _transposed_case(rng, sizes=(1, 1, 1), image=(3, 2), kernel=(2, 3)),
        _transposed_case(rng, sizes=(1, 3, 2), image=(1, 1), kernel=(4, 5), stride=2),
        _transposed_case(rng, sizes=(3, 1, 2), image=(3, 4), kernel=(1, 1), stride=3),
        _transposed_case(rng, sizes=(2, 3, 1), image=(3, 4), kernel=(1, 2), stride=3),
        _transposed_case(rng, image=(4, 3), kernel=(1, 1), stride=2, padding=1),
        _transposed_case(rng, image=(4, 3), kernel=(4, 5), stride=2, padding=3),
        _transposed_case(rng, image=(1, 6), kernel=(3, 1)),
        _transposed_case(rng, image=(3, 5), kernel=(3, 2), scale=1e4),
        # images of one size under other kernels, strides and cuts: what is remembered by size alone is wrong
        _transposed_case(rng, image=(3, 5), kernel=(3, 2), stride=2),
        _transposed_case(rng, image=(3, 5), kernel=(3, 2), stride=2, padding=1),
        _transposed_case(rng, image=(3, 5), kernel=(2, 3), stride=2),
        _transposed_case(rng, image=(3, 5), kernel=(2, 3), stride=5),
        # many of each: who answers rightly for few only is wrong here
        _transposed_case(rng, sizes=(many(rng), 1, 1), image=(1, 2), kernel=(1, 2)),
        _transposed_case(rng, sizes=(1, many(rng), 1), image=(2, 1), kernel=(1, 2)),
        _transposed_case(rng, sizes=(1, 1, many(rng)), image=(1, 2), kernel=(2, 1)),
        _transposed_case(rng, sizes=(1, 1, 1), image=(many(rng), 1), kernel=(1, many(rng))),
        _transposed_case(rng, sizes=(1, 1, 1), image=(1, many(rng)), kernel=(many(rng), 1), stride=2),
    ]


def transposed_pairs(rng: np.random.Generator) -> list[Pair]:
    """Two calls of the same shape, so that nothing but the values tells them apart; then of other shapes."""
    one, same = (_transposed_case(rng, image=(4, 3), kernel=(2, 3)) for _ in range(2))
    other = _transposed_case(rng, sizes=(1, 1, 1), image=(2, 4), kernel=(3, 1), stride=2, padding=1)
    return [Pair(one, same), Pair(other, one)]


def unpool_cases(rng: np.random.Generator) -> list[UnpoolCase]:
    """Nothing is square: each position once, all positions, a few of many; then positions that come up again."""
    return [
        _unpool_case(rng, planes=(2, 3), pooled=(3, 5), size=(7, 10)),
        _unpool_case(rng, planes=(3, 2), pooled=(4, 2), size=(9, 5)),
        _unpool_case(rng, planes=(4, 1), pooled=(2, 6), size=(3, 4)),
        _unpool_case(rng, planes=(1, 4), pooled=(1, 2), size=(6, 11)),
        _unpool_case(rng, planes=(1, 1), pooled=(1, 1), size=(1, 1)),
        _unpool_case(rng, planes=(2, 3), pooled=(6, 4), size=(4, 5), again=True),
        _unpool_case(rng, planes=(3, 2), pooled=(5, 8), size=(6, 3), again=True),
        _unpool_case(rng, planes=(many(rng), 1), pooled=(1, 2), size=(2, 3)),
        _unpool_case(rng, planes=(1, many(rng)), pooled=(2, 1), size=(3, 2)),
        _unpool_case(rng, planes=(1, 1), pooled=(many(rng), 2), size=(33, many(rng))),
    ]


def scale_cases(rng: np.random.Generator) -> list[ScaleCase]:
    """Factors 1 to 4, no image is square; then many of each."""
    shapes = ((2, 3, 4, 6), (3, 2, 5, 2), (1, 4, 1, 3), (4, 1, 3, 1), (1, 1, 1, 1))
    large = ((many(rng), 1, 1, 2), (1, many(rng), 2, 1), (1, 1, many(rng), 2), (1, 1, 2, many(rng)))
    return [
        *(ScaleCase(_normal(rng, *shape), factor) for shape in shapes for factor in (1, 2, 3, 4)),
        *(ScaleCase(_normal(rng, *shape), 2) for shape in large),
        ScaleCase(_normal(rng, 1, 1, 1, 2), many(rng)),
    ]


def resize_cases(rng: np.random.Generator) -> list[ResizeCase]:
    """Larger, smaller, one side each, by whole and by odd ratios, not at all; both conventions."""
    sizes = (
        ((4, 6), (8, 12)),
        ((5, 3), (7, 11)),
        ((9, 12), (3, 4)),
        ((10, 7), (4, 3)),
        ((3, 11), (10, 5)),
        ((8, 5), (3, 13)),
        ((6, 4), (6, 4)),
        ((2, many(rng)), (many(rng), 3)),
        ((many(rng), 2), (3, many(rng))),
    )
    return _in_both_conventions(rng, sizes)


def resize_edge_cases(rng: np.random.Generator) -> list[ResizeCase]:
    """One pixel, one sample, one of each along a side; sides so small and so large that most samples lie at an edge."""
    sizes = (
        ((1, 4), (3, 7)),
        ((5, 1), (2, 3)),
        ((4, 5), (1, 8)),
        ((3, 6), (5, 1)),
        ((1, 1), (2, 3)),
        ((4, 7), (1, 1)),
        ((2, 3), (11, 2)),
        ((9, 2), (2, 17)),
    )
    return _in_both_conventions(rng, sizes)


def _normal(rng: np.random.Generator, *shape: int) -> np.ndarray:
    return rng.standard_normal(shape)


def _transposed_case(
    rng: np.random.Generator,
    *,
    image: tuple[int, int],
    kernel: tuple[int, int],
    sizes: tuple[int, int, int] = (2, 3, 4),
    stride: int = 1,
    padding: int = 0,
    scale: float = 1.0,
) -> ConvCase:
    """A random transposed convolution with `sizes` (N, C, F)."""
    N, C, F = sizes
    out = ((n - 1) * stride - 2 * padding + k for n, k in zip(image, kernel, strict=True))
    return ConvCase(
        x=scale * _normal(rng, N, C, *image),
        w=_normal(rng, C, F, *kernel),
        b=_normal(rng, F),
        dout=_normal(rng, N, F, *out),
        stride=stride,
        padding=padding,
    )


def _in_both_conventions(
    rng: np.random.Generator, sizes: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
) -> list[ResizeCase]:
    """Random images for each pair of a size before and a size after."""
    return [
        ResizeCase(_normal(rng, *rng.permutation([2, 3]), *before), after, align_corners)
        for before, after in sizes
        for align_corners in (True, False)
    ]


def _unpool_case(
    rng: np.random.Generator,
    *,
    planes: tuple[int, int],
    pooled: tuple[int, int],
    size: tuple[int, int],
    again: bool = False,
) -> UnpoolCase:
    """Pixels of random images at random positions, each once, or drawn again and again."""
    images = _normal(rng, *planes, size[0] * size[1])
    shape = (*planes, pooled[0] * pooled[1])
    everywhere = np.broadcast_to(np.arange(images.shape[2]), images.shape)
    once = rng.permuted(everywhere, axis=2)[:, :, : shape[2]]
    indices = rng.integers(images.shape[2], size=shape) if again else once
    x = np.take_along_axis(images, indices, axis=2)
    return UnpoolCase(x.reshape(*planes, *pooled), indices.reshape(*planes, *pooled), size)
