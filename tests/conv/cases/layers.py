"""Cases for `layers`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

TALL_KERNELS = ((3, 2), (4, 2), (4, 3))


@dataclass(frozen=True, eq=False)
class ConvCase:
    """The arguments of a convolution, and a gradient that arrives at its output."""

    x: np.ndarray
    w: np.ndarray
    b: np.ndarray
    dout: np.ndarray
    stride: int
    padding: int

    def __str__(self) -> str:
        return f"x {self.x.shape}, w {self.w.shape}, stride {self.stride}, padding {self.padding}"


@dataclass(frozen=True, eq=False)
class PoolCase:
    """The arguments of a pooling, and a gradient that arrives at its output."""

    x: np.ndarray
    kernel: tuple[int, int]
    stride: int
    dout: np.ndarray

    def __str__(self) -> str:
        return f"x {self.x.shape}, kernel {self.kernel}, stride {self.stride}"


@dataclass(frozen=True, eq=False)
class Pair:
    """Two cases whose calls are interleaved."""

    first: ConvCase | PoolCase
    second: ConvCase | PoolCase

    def __str__(self) -> str:
        return f"{self.first}, then {self.second}"


def rectangular_cases(rng: np.random.Generator) -> list[ConvCase]:
    """Every stride with every padding; nothing is square, and from stride 2 on pixels are left over."""
    cases = []
    for number, (stride, padding) in enumerate((s, p) for s in (1, 2, 3) for p in (0, 1, 2)):
        short, long = int(rng.integers(5, 7)), int(rng.integers(9, 11))  # so far apart that H is never W
        kernel = TALL_KERNELS[rng.integers(len(TALL_KERNELS))]
        left_over = tuple(rng.integers(1, stride, size=2)) if stride > 1 else (0, 0)
        cases.append(
            _conv_case(
                rng,
                sizes=tuple(rng.permutation([2, 3, 4])),
                kernel=kernel if number % 4 < 2 else kernel[::-1],
                out=(short, long) if number % 2 else (long, short),
                left_over=left_over,
                stride=stride,
                padding=padding,
            )
        )
    return cases


def edge_cases(rng: np.random.Generator) -> list[ConvCase]:
    """The smallest of everything, kernels as large as the image, steps over pixels, bright images."""
    return [
        _conv_case(rng, sizes=(1, 1, 1), kernel=(2, 3), out=(3, 2)),
        _conv_case(rng, sizes=(1, 3, 2), kernel=(1, 1), out=(3, 4), padding=1),
        _conv_case(rng, sizes=(3, 1, 2), kernel=(4, 5), out=(1, 1), stride=2),
        _conv_case(rng, sizes=(2, 3, 1), kernel=(1, 2), out=(3, 4), stride=3, left_over=(2, 0)),
        _conv_case(rng, kernel=(2, 4), out=(4, 3), stride=2, left_over=(0, 1), padding=1),
        _conv_case(rng, kernel=(3, 2), out=(3, 4), stride=2, padding=2),
        _conv_case(rng, kernel=(1, 3), out=(1, 6), padding=0),
        _conv_case(rng, kernel=(3, 2), out=(3, 5), scale=1e4),
        *_same_images(rng),
        *_many_of_each(rng),
    ]


def _many_of_each(rng: np.random.Generator) -> list[ConvCase]:
    """Many images, channels, kernels, places and weights: right answers are not right for few of them only."""
    return [
        _conv_case(rng, sizes=(many(rng), 1, 1), kernel=(1, 2), out=(1, 2)),
        _conv_case(rng, sizes=(1, many(rng), 1), kernel=(2, 1), out=(1, 2)),
        _conv_case(rng, sizes=(1, 1, many(rng)), kernel=(1, 2), out=(2, 1)),
        _conv_case(rng, sizes=(1, 1, 1), kernel=(many(rng), 1), out=(1, many(rng))),
        _conv_case(rng, sizes=(1, 1, 1), kernel=(1, many(rng)), out=(many(rng), 1), padding=2),
    ]


def _same_images(rng: np.random.Generator) -> list[ConvCase]:
    """Images of one size under other kernels, strides and paddings: what is remembered by size alone is wrong."""
    image = (7, 9)
    ways = (((2, 3), 1, 0), ((2, 3), 2, 0), ((3, 2), 2, 0), ((3, 2), 2, 1), ((2, 3), 4, 2))
    cases = []
    for kernel, stride, padding in ways:
        seen = [n + 2 * padding - k for n, k in zip(image, kernel, strict=True)]
        out, left_over = [n // stride + 1 for n in seen], [n % stride for n in seen]
        cases.append(
            _conv_case(rng, kernel=kernel, out=tuple(out), left_over=tuple(left_over), stride=stride, padding=padding)
        )
    return cases


def one_window_cases(rng: np.random.Generator) -> list[ConvCase]:
    """The edge cases, with a gradient at a single output pixel."""
    cases = []
    for case in edge_cases(rng):
        dout = np.zeros_like(case.dout)
        dout[tuple(rng.integers(dout.shape))] = 1.0
        cases.append(ConvCase(case.x, case.w, case.b, dout, case.stride, case.padding))
    return cases


def everyday_convolutions(rng: np.random.Generator) -> list[ConvCase]:
    """With padding and, where a copy is easily forgotten, without."""
    return [_conv_case(rng, kernel=(3, 2), out=(3, 5), stride=1 + p, padding=p) for p in (0, 1)]


def convolution_pairs(rng: np.random.Generator) -> list[Pair]:
    """Two calls of the same shape, so that nothing but the values tells them apart; then of other shapes."""
    one, other = _conv_case(rng, kernel=(2, 3), out=(4, 3)), _conv_case(rng, kernel=(2, 3), out=(4, 3))
    return [Pair(one, other), Pair(one, _conv_case(rng, kernel=(3, 1), out=(2, 4), stride=2, padding=1))]


def pool_cases(rng: np.random.Generator) -> list[PoolCase]:
    """Windows that overlap, touch and leave gaps; pixels left over; no image is square, no pixels equal."""
    cases = []
    for number, kernel in enumerate(((2, 3), (3, 2), (1, 4), (4, 1), (2, 2))):
        for stride in (1, 2, 3):
            short, long = int(rng.integers(2, 4)), int(rng.integers(8, 10))  # so far apart that H is never W
            out = (short, long) if (number + stride) % 2 else (long, short)
            cases.append(_pool_case(rng, kernel, stride, out, left_over=(stride - 1, (stride - 1) // 2)))
    return [
        *cases,  # then images of one size under other windows: what is remembered by size alone is wrong
        _pool_case(rng, (2, 3), 1, (6, 7)),
        _pool_case(rng, (2, 3), 2, (3, 4), left_over=(1, 0)),
        _pool_case(rng, (3, 2), 2, (3, 4), left_over=(0, 1)),
        _pool_case(rng, (2, 3), 4, (2, 2), left_over=(1, 2)),
        _pool_case(rng, (1, 2), 1, (1, 2), sizes=(many(rng), 1)),
        _pool_case(rng, (2, 1), 1, (2, 1), sizes=(1, many(rng))),
        _pool_case(rng, (many(rng), 1), 2, (1, many(rng)), sizes=(1, 1)),
        _pool_case(rng, (1, many(rng)), 2, (many(rng), 1), sizes=(1, 1)),
    ]


def pool_edge_cases(rng: np.random.Generator) -> list[PoolCase]:
    """Images below zero, far below zero, very bright; one window that is the whole image; one pixel."""
    dark = -np.abs(_normal(rng, 2, 3, 7, 9)) - 0.5
    return [
        PoolCase(dark, (2, 2), 2, _normal(rng, 2, 3, 3, 4)),
        PoolCase(dark * 1e12, (3, 2), 2, _normal(rng, 2, 3, 3, 4)),
        PoolCase(dark * -1e12, (2, 3), 1, _normal(rng, 2, 3, 6, 7)),
        _pool_case(rng, (5, 4), 3, (1, 1), sizes=(1, 3)),
        _pool_case(rng, (1, 1), 1, (2, 3), sizes=(2, 1)),
        _pool_case(rng, (1, 1), 3, (2, 3), sizes=(1, 1), left_over=(2, 1)),
    ]


def tie_cases(rng: np.random.Generator) -> list[PoolCase]:
    """Few different values, so that most windows hold their maximum more than once; then close values."""
    cases = [
        _with_values(case, rng.integers(-2, 1, size=case.x.shape).astype(float))
        for case in (
            _pool_case(rng, (2, 3), 1, (4, 6)),
            _pool_case(rng, (3, 2), 2, (5, 3), left_over=(1, 0)),
            _pool_case(rng, (2, 2), 2, (3, 5)),
        )
    ]
    flat, chess = _pool_case(rng, (2, 3), 1, (3, 5)), _pool_case(rng, (2, 2), 2, (3, 4))
    close = _pool_case(rng, (3, 2), 1, (5, 4))
    i, j = np.indices(chess.x.shape[2:])
    return [
        *cases,
        _with_values(flat, np.full(flat.x.shape, -3.0)),
        _with_values(chess, np.zeros(chess.x.shape) + (i + j) % 2),  # by rows another first than by columns
        _with_values(close, 1.0 + 1e-12 * close.x),
    ]


def everyday_poolings(rng: np.random.Generator) -> list[PoolCase]:
    """Windows that overlap, and windows that tile the image."""
    return [_pool_case(rng, (3, 2), 1, (4, 5)), _pool_case(rng, (2, 2), 2, (3, 5))]


def pooling_pairs(rng: np.random.Generator) -> list[Pair]:
    """Two calls of the same shape, so that nothing but the values tells them apart; then of other shapes."""
    one, other = _pool_case(rng, (2, 3), 1, (4, 5)), _pool_case(rng, (2, 3), 1, (4, 5))
    return [Pair(one, other), Pair(one, _pool_case(rng, (2, 1), 2, (3, 4)))]


def many(rng: np.random.Generator) -> int:
    """More than there is where steps are counted: who answers rightly for few only is wrong here."""
    return int(rng.integers(26, 33))


def side(out: int, kernel: int, stride: int, padding: int, left_over: int) -> int:
    """Pixels of a side on which the kernel has `out` places and `left_over` < stride pixels are not seen."""
    return int((out - 1) * stride + kernel - 2 * padding + left_over)


def _normal(rng: np.random.Generator, *shape: int) -> np.ndarray:
    return rng.standard_normal(shape)


def _conv_case(
    rng: np.random.Generator,
    *,
    kernel: tuple[int, int],
    out: tuple[int, int],
    sizes: tuple[int, int, int] = (2, 3, 4),
    left_over: tuple[int, int] = (0, 0),
    stride: int = 1,
    padding: int = 0,
    scale: float = 1.0,
) -> ConvCase:
    """A random case with `sizes` (N, C, F) whose output is `out` pixels large."""
    N, C, F = sizes
    H, W = (side(*places, stride, padding, rest) for *places, rest in zip(out, kernel, left_over, strict=True))
    return ConvCase(
        x=scale * _normal(rng, N, C, H, W),
        w=_normal(rng, F, C, *kernel),
        b=_normal(rng, F),
        dout=_normal(rng, N, F, *out),
        stride=stride,
        padding=padding,
    )


def _pool_case(
    rng: np.random.Generator,
    kernel: tuple[int, int],
    stride: int,
    out: tuple[int, int],
    left_over: tuple[int, int] = (0, 0),
    sizes: tuple[int, int] = (2, 3),
) -> PoolCase:
    """A random case with `sizes` (N, C) whose output is `out` pixels large."""
    H, W = (side(*places, stride, 0, rest) for *places, rest in zip(out, kernel, left_over, strict=True))
    return PoolCase(_normal(rng, *sizes, H, W), kernel, stride, _normal(rng, *sizes, *out))


def _with_values(case: PoolCase, x: np.ndarray) -> PoolCase:
    return PoolCase(x, case.kernel, case.stride, case.dout)
