"""Cases for `general`."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .layers import many

TALL_KERNELS = ((3, 2), (4, 2), (3, 1))


@dataclass(frozen=True, eq=False)
class GeneralCase:
    """The arguments of a convolution with dilation and groups, and a gradient that arrives at its output."""

    x: np.ndarray
    w: np.ndarray
    b: np.ndarray
    dout: np.ndarray
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    groups: int = 1

    @property
    def options(self) -> dict[str, int]:
        """What stands behind the arrays in a call."""
        names = ("stride", "padding", "dilation", "groups")
        return {name: getattr(self, name) for name in names}

    def __str__(self) -> str:
        told = ", ".join(f"{name} {value}" for name, value in self.options.items())
        return f"x {self.x.shape}, w {self.w.shape}, {told}"


@dataclass(frozen=True, eq=False)
class GeneralPair:
    """Two cases whose calls are interleaved."""

    first: GeneralCase
    second: GeneralCase

    def __str__(self) -> str:
        return f"{self.first}, then {self.second}"


def dilated_cases(rng: np.random.Generator) -> list[GeneralCase]:
    """Dilations 1 to 3 with strides 1 to 3, in one group; nothing is square, and from stride 2 on pixels are left."""
    return [_rectangular(rng, number, s, d, (1, *_two(rng))) for number, (s, d) in enumerate(_strides_and_dilations())]


def grouped_cases(rng: np.random.Generator) -> list[GeneralCase]:
    """Groups of several channels and kernels; a group for each channel, with one kernel and with several."""
    groups = ((2, 2, 3), (3, 2, 1), (2, 3, 2), (4, 1, 1), (3, 1, 2), (2, 1, 3), (3, 2, 2), (11, 1, 2), (2, 2, 1))
    return [_rectangular(rng, number, s, d, groups[number]) for number, (s, d) in enumerate(_strides_and_dilations())]


def edge_cases(rng: np.random.Generator) -> list[GeneralCase]:
    """The smallest of everything, kernels that reach over the whole image, kernels of one pixel, bright images."""
    return [
        _case(rng, (1, 1, 1), (2, 3), (2, 1), dilation=3, images=1),
        _case(rng, (2, 1, 1), (1, 1), (2, 3), dilation=3, stride=2, left_over=(1, 0)),
        _case(rng, (1, 2, 2), (3, 4), (1, 1), dilation=2),
        _case(rng, (3, 1, 2), (1, 2), (5, 4), dilation=4, padding=2),
        _case(rng, (2, 2, 1), (2, 1), (3, 2), dilation=2, stride=4, left_over=(3, 1)),
        _case(rng, (2, 1, 2), (2, 3), (3, 2), dilation=1, padding=1, scale=1e4),
        *_same_images(rng),
        _case(rng, (1, 1, 1), (1, 2), (1, 2), dilation=2, images=many(rng)),
        _case(rng, (many(rng), 1, 1), (2, 1), (2, 1), images=1),
        _case(rng, (2, many(rng), 1), (1, 2), (1, 1), images=1),
        _case(rng, (2, 1, many(rng)), (1, 1), (1, 2), images=1),
        _case(rng, (1, 1, 1), (many(rng), 1), (1, many(rng)), dilation=2, images=1),
        _case(rng, (1, 1, 1), (1, many(rng)), (many(rng), 1), dilation=2, images=1),
        _case(rng, (1, 1, 1), (2, 2), (1, 2), dilation=many(rng), images=1),
    ]


def everyday_convolutions(rng: np.random.Generator) -> list[GeneralCase]:
    """With padding and, where a copy is easily forgotten, without; with holes and groups, and without."""
    return [
        _case(rng, (2, 2, 1), (3, 2), (3, 5), stride=2, padding=1, dilation=2),
        _case(rng, (1, 2, 3), (2, 3), (4, 2)),
    ]


def convolution_pairs(rng: np.random.Generator) -> list[GeneralPair]:
    """Two calls of the same shape, so that nothing but the values tells them apart; then of other shapes."""
    one, other = (_case(rng, (2, 2, 1), (2, 3), (4, 3), dilation=2) for _ in range(2))
    return [GeneralPair(one, other), GeneralPair(one, _case(rng, (1, 2, 3), (3, 1), (2, 4), stride=2, padding=1))]


def one_place_cases(rng: np.random.Generator) -> list[GeneralCase]:
    """The edge cases, with a gradient at a single output pixel."""
    cases = []
    for case in edge_cases(rng):
        dout = np.zeros_like(case.dout)
        dout[tuple(rng.integers(dout.shape))] = 1.0
        cases.append(replace(case, dout=dout))
    return cases


def _same_images(rng: np.random.Generator) -> list[GeneralCase]:
    """Images of one size; against the first, one setting is another: what is remembered without that one is wrong."""
    ways = (
        ((2, 1, 1), (2, 3), 1, 0, 1),
        ((2, 1, 1), (2, 3), 1, 0, 2),
        ((2, 1, 1), (2, 3), 1, 1, 1),
        ((2, 1, 1), (2, 3), 2, 0, 1),
        ((2, 1, 1), (3, 2), 1, 0, 1),
        ((1, 2, 2), (2, 3), 1, 0, 1),
    )
    cases = []
    for sizes, kernel, stride, padding, dilation in ways:
        seen = [n + 2 * padding - dilation * (k - 1) - 1 for n, k in zip((8, 10), kernel, strict=True)]
        out, left_over = tuple(n // stride + 1 for n in seen), tuple(n % stride for n in seen)
        options = {"stride": stride, "padding": padding, "dilation": dilation}
        cases.append(_case(rng, sizes, kernel, out, left_over=left_over, **options))
    return cases


def _strides_and_dilations() -> list[tuple[int, int]]:
    return [(stride, dilation) for stride in (1, 2, 3) for dilation in (1, 2, 3)]


def _two(rng: np.random.Generator) -> list[int]:
    """How many channels and kernels; never equally many."""
    return rng.permutation([2, 3, 4])[:2].tolist()


def _rectangular(
    rng: np.random.Generator, number: int, stride: int, dilation: int, sizes: tuple[int, int, int]
) -> GeneralCase:
    """A case in which neither image nor kernel nor output is square, and pixels are left over where that can be."""
    short, long = int(rng.integers(2, 4)), int(rng.integers(6, 8))
    kernel = TALL_KERNELS[rng.integers(len(TALL_KERNELS))]
    return _case(
        rng,
        sizes,
        kernel if number % 4 < 2 else kernel[::-1],
        (short, long) if number % 2 else (long, short),
        left_over=tuple(rng.integers(1, stride, size=2)) if stride > 1 else (0, 0),
        stride=stride,
        padding=number % 3,
        dilation=dilation,
    )


def _case(
    rng: np.random.Generator,
    sizes: tuple[int, int, int],
    kernel: tuple[int, int],
    out: tuple[int, int],
    *,
    left_over: tuple[int, int] = (0, 0),
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    images: int = 2,
    scale: float = 1.0,
) -> GeneralCase:
    """A random case whose output is `out` pixels large.

    Args:
        sizes: groups, channels of each and kernels of each.
    """
    groups, channels, kernels = sizes
    sides = zip(out, kernel, left_over, strict=True)
    H, W = (int((n - 1) * stride + dilation * (k - 1) + 1 - 2 * padding + rest) for n, k, rest in sides)
    return GeneralCase(
        x=scale * rng.standard_normal((images, groups * channels, H, W)),
        w=rng.standard_normal((groups * kernels, channels, *kernel)),
        b=rng.standard_normal(groups * kernels),
        dout=rng.standard_normal((images, groups * kernels, *out)),
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=groups,
    )
