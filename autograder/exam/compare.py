"""Compare an answer with the right one: type, shape, dtype, finiteness, then values. Never broadcast.

Messages name the first difference in words for the student; hidden checks do not show them.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np

from autograder.errors import ExamFault
from autograder.exam.submission import RemoteObject

_BRIEF = (type(None), bool, int, float, complex, str, np.generic)  # what writes itself out in no time


class Mismatch(AssertionError):
    """An answer that is not the right one; its text is the message."""


def assert_matches(
    actual: object, expected: np.ndarray, name: str = "result", *, rtol: float = 1e-7, atol: float = 1e-9
) -> None:
    """`actual` is `expected` within ``|actual − expected| ≤ atol + rtol·|expected|``, elementwise.

    The default tolerances are for float64; use 1e-4 and 1e-5 for float32.

    Raises:
        Mismatch: it is not.
        ExamFault: the expected answer is not finite, so nothing could be compared.
    """
    if not np.isfinite(expected).all():
        raise ExamFault(f"the expected {name} is not finite")
    answer = _array_like(actual, expected, name)
    _finite(answer, name)
    difference = np.abs(answer - expected)
    wrong = ~(difference <= atol + rtol * np.abs(expected))  # NaN would count as wrong
    if wrong.any():
        raise Mismatch(_values(answer, expected, wrong, name) + f"; largest difference {difference.max():.3g}")


def assert_equal(actual: object, expected: object, name: str = "result") -> None:
    """`actual` is exactly `expected`: whole numbers, strings, tuples of these, arrays with their dtype.

    A NumPy integer counts as a whole number; a bool or a float does not.

    Raises:
        Mismatch: it is not.
    """
    if isinstance(expected, np.ndarray):
        answer = _array_like(actual, expected, name)
        wrong = answer != expected
        if wrong.any():
            raise Mismatch(_values(answer, expected, wrong, name))
    elif isinstance(expected, tuple):
        _equal_tuples(actual, expected, name)
    elif not _same_kind(actual, expected):
        kinds = f" ({_kind(expected)})", f" ({_kind(actual)})" if type(actual) in (int, float, bool, str) else ""
        raise Mismatch(f"{name}: expected {expected!r}{kinds[0]}, got {_described(actual)}{kinds[1]}")
    elif actual != expected:
        raise Mismatch(f"{name}: expected {expected!r}, got {_described(actual)}")


def assert_like(actual: object, expected: np.ndarray, name: str = "result") -> np.ndarray:
    """`actual` is an array of the shape and dtype of `expected`, whatever its values; returns it.

    Raises:
        Mismatch: it is not.
    """
    return _array_like(actual, expected, name)


def _equal_tuples(actual: object, expected: tuple[object, ...], name: str) -> None:
    if not isinstance(actual, tuple) or len(actual) != len(expected):
        raise Mismatch(f"{name}: expected {expected!r}, got {_described(actual)}")
    for index, (one, other) in enumerate(zip(actual, expected, strict=True)):
        assert_equal(one, other, f"{name}[{index}]")


def _same_kind(actual: object, expected: object) -> bool:
    if type(expected) is int:
        return type(actual) is int or isinstance(actual, np.integer)
    return type(actual) is type(expected)


def _kind(value: object) -> str:
    return type(value).__name__


def _array_like(actual: object, expected: np.ndarray, name: str) -> np.ndarray:
    if type(actual) is not np.ndarray:
        raise Mismatch(f"{name}: expected an array of shape {expected.shape}, got {_described(actual)}")
    if actual.shape != expected.shape:
        guess = _shape_guess(actual.shape, expected.shape)
        raise Mismatch(f"{name}: expected shape {expected.shape}, got {actual.shape}.{guess}")
    if actual.dtype != expected.dtype:
        raise Mismatch(f"{name}: expected dtype {expected.dtype.name}, got {actual.dtype.name}")
    return actual


def _shape_guess(actual: tuple[int, ...], expected: tuple[int, ...]) -> str:
    if len(actual) == len(expected) >= 2 and actual == (*expected[:-2], expected[-1], expected[-2]):
        return " Are height and width swapped?"
    if len(actual) == len(expected) <= 6 and actual in permutations(expected):
        return " Are some axes in another order?"
    return ""


def _finite(answer: np.ndarray, name: str) -> None:
    bad = ~np.isfinite(answer)
    if bad.any():
        nans, where = int(np.isnan(answer).sum()), _first(bad)
        raise Mismatch(f"{name}: {nans} NaN and {int(bad.sum()) - nans} infinite values, the first at {where}")


def _values(answer: np.ndarray, expected: np.ndarray, wrong: np.ndarray, name: str) -> str:
    where = _first(wrong)
    index = tuple(where)
    return (
        f"{name}: {int(wrong.sum())} of {wrong.size} values differ, the first at {where}: "
        f"expected {_number(expected[index])}, got {_number(answer[index])}"
    )


def _first(mask: np.ndarray) -> list[int]:
    return [int(i) for i in np.unravel_index(int(mask.argmax()), mask.shape)]


def _number(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, np.floating) else str(value)


def _described(value: object) -> str:
    """What an answer is, in a few words; arrays without their values."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, RemoteObject):
        return f"an object of type {value._handle.type_name}"
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, dict):
        return f"a dict of {len(value)}"
    return repr(value)[:100] if isinstance(value, _BRIEF) else f"a {_kind(value)}"
