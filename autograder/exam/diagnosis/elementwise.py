"""Answers in which each value follows from the right value at its place."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.exam.diagnosis.pair import Pair

_FLOAT32 = 2e-6  # of the largest value: what is left of float32 after some sums
_MOST_COUNTED = 1000  # a factor of 1/1001 is more likely no mean


def rounding(pair: Pair) -> str:
    """The right answer, where not the last digit may differ."""
    return "right but for rounding in the last digits." if pair.same(pair.actual, pair.expected) else ""


def other_sign(pair: Pair) -> str:
    """Minus the right answer."""
    return "the sign is the other way round." if _scaled(pair, -1.0) else ""


def constant_factor(pair: Pair) -> str:
    """A multiple of the right answer."""
    where = np.unravel_index(int(np.abs(pair.expected).argmax()), pair.expected.shape)
    factor = float(pair.actual[where] / pair.expected[where])
    if not np.isfinite(factor) or abs(factor) < 1e-9 or not _scaled(pair, factor):
        return ""
    divisor = round(1 / factor)
    if 2 <= divisor <= _MOST_COUNTED and abs(factor * divisor - 1) <= pair.rtol:
        return f"every value is the right one divided by {divisor}: averaged where a sum is wanted?"
    if 2 <= round(factor) <= _MOST_COUNTED and abs(factor / round(factor) - 1) <= pair.rtol:
        return f"every value is {round(factor)} times the right one: counted several times, or not divided?"
    return f"every value is {factor:.4g} times the right one."


def _scaled(pair: Pair, factor: float) -> bool:
    return pair.same(pair.actual / factor, pair.expected) and pair.is_telling(pair.expected[pair.expected != 0])


def constant_offset(pair: Pair) -> str:
    """The right answer, and something more or less, everywhere the same."""
    offset = float((pair.actual - pair.expected).flat[0])
    if not pair.same(pair.actual - offset, pair.expected):
        return ""
    return f"every value is {abs(offset):.4g} too {'large' if offset > 0 else 'small'}."


def known_function(pair: Pair) -> str:
    """A well-known function of the right answer."""
    for told, function in _FUNCTIONS.items():
        result = function(pair.expected)
        if pair.same(pair.actual, result) and pair.is_telling(result) and _no_chance(pair):
            return told
    return ""


def _no_chance(pair: Pair) -> bool:
    """Whether what is wrong is enough: one wrong zero does not mean that everything was cut off at zero."""
    wrong = pair.wrong
    return pair.is_telling(wrong) or pair.is_telling(pair.expected[wrong])


_FUNCTIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "rounded to float32 on the way.": lambda right: right.astype(np.float32).astype(np.float64),
    "cut to whole numbers: an array of integers on the way?": np.trunc,
    "rounded to whole numbers.": np.round,
    "what should be negative is 0: is a maximum taken with 0?": lambda right: np.maximum(right, 0.0),
    "what should be negative is positive.": np.abs,
    "cut off at 0 and 1.": lambda right: np.clip(right, 0.0, 1.0),
    "cut off at 0 and 255.": lambda right: np.clip(right, 0.0, 255.0),
    "wrapped around at 256: uint8 on the way?": lambda right: np.mod(right, 256.0),
    "every value is 1 minus the right one.": lambda right: 1.0 - right,
    "every value is the square of the right one.": np.square,
    "every value is the square root of the right one.": lambda right: np.sqrt(np.maximum(right, 0.0)),
}


def few_digits(pair: Pair) -> str:
    """The right answer, but not as exactly as it should be."""
    if pair.exact[0] > _FLOAT32:  # asked for in float32
        return ""
    error, largest = np.abs(pair.actual - pair.expected), float(np.abs(pair.expected).max())
    if error.max() <= _FLOAT32 * largest and 2 * np.count_nonzero(error) >= error.size:
        return "right in the first digits only: float32 on the way, or another small constant, such as eps?"
    return ""


def offset_of_each_channel(pair: Pair) -> str:
    """The right answer of shape (N, C, H, W), and for each of several channels something more or less."""
    shape = pair.expected.shape
    if len(shape) != 4 or shape[1] < 2 or pair.expected.size < 2 * shape[1] + 2:
        return ""
    offsets = (pair.actual - pair.expected)[:1, :, :1, :1]
    if not pair.same(pair.actual - offsets, pair.expected):
        return ""
    return "each channel is off by a constant of its own: is the bias right?"
