"""Compare an answer with the right one: type, shape, dtype, finiteness, then values. Never broadcast.

A message says what the answer looks like, where that is recognised, and the first difference, in words for the student;
hidden checks do not show it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.errors import ExamFault
from autograder.exam import diagnosis
from autograder.exam.diagnosis.suspects import Difference, Suspects, named
from autograder.exam.submission import RemoteObject

_BRIEF = (type(None), bool, int, float, complex, str, np.generic)  # what writes itself out in no time


class Mismatch(AssertionError):
    """An answer that is not the right one; its text is the message."""


def assert_matches(
    actual: object,
    expected: np.ndarray,
    name: str = "result",
    *,
    rtol: float = 1e-7,
    atol: float = 1e-9,
    suspects: Suspects | None = None,
) -> None:
    """`actual` is `expected` within ``|actual − expected| ≤ atol + rtol·|expected|``, elementwise.

    The default tolerances are for float64; use 1e-4 and 1e-5 for float32.

    Args:
        suspects: wrong answers by what went wrong, arrays or functions that compute them, such as
            ``{"the kernel was flipped": lambda: conv(x, w[..., ::-1, ::-1])}``. They are looked at only when the answer
            is wrong; one that is the answer at hand is named, unless it is the right answer, too.

    Raises:
        Mismatch: it is not.
        ExamFault: the expected answer is not finite, so nothing could be compared; or a suspect failed.
    """
    if not np.isfinite(expected).all():
        raise ExamFault(f"the expected {name} is not finite")

    def difference(answer: object, right: np.ndarray) -> str:
        return _not_alike(answer, right) or _not_finite(answer) or _not_close(answer, right, rtol, atol)

    _require_array(actual, expected, name, difference, suspects or {}, (rtol, atol))


def assert_equal(actual: object, expected: object, name: str = "result", *, suspects: Suspects | None = None) -> None:
    """`actual` is exactly `expected`: whole numbers, strings, tuples of these, arrays with their dtype.

    A NumPy integer counts as a whole number; a bool or a float does not.

    Args:
        suspects: as for `assert_matches`.

    Raises:
        Mismatch: it is not.
        ExamFault: a suspect failed.
    """
    if isinstance(expected, np.ndarray):
        _require_array(actual, expected, name, _not_equal, suspects or {}, (0.0, 0.0))
        return
    place, fact = _first_unequal(actual, expected)
    if fact:
        cause = named(suspects or {}, name, actual, expected, lambda *two: _first_unequal(*two)[1])
        raise Mismatch(_message(f"{name}{place}", cause, fact))


def assert_like(actual: object, expected: np.ndarray, name: str = "result") -> np.ndarray:
    """`actual` is an array of the shape and dtype of `expected`, whatever its values; returns it.

    Raises:
        Mismatch: it is not.
    """
    fact = _not_alike(actual, expected)
    if fact:
        raise Mismatch(_message(name, "", fact))
    assert type(actual) is np.ndarray
    return actual


def _message(name: str, cause: str, fact: str) -> str:
    """The cause on a line of its own before the numbers: it is what students need, and tables show one line only."""
    return f"{name}: {cause}\n{fact}" if cause else f"{name}: {fact}"


def _same_kind(actual: object, expected: object) -> bool:
    if type(expected) is int:
        return type(actual) is int or isinstance(actual, np.integer)
    return type(actual) is type(expected)


def _kind(value: object) -> str:
    return type(value).__name__


def _require_array(
    actual: object,
    expected: np.ndarray,
    name: str,
    difference: Difference,
    suspects: Suspects,
    tolerances: tuple[float, float],
) -> None:
    """Say what is wrong: a suspect that fits, else what the array looks like, and the first difference."""
    fact = difference(actual, expected)
    if not fact:
        return
    cause = named(suspects, name, actual, expected, difference)
    if cause or not isinstance(actual, np.ndarray):
        raise Mismatch(_message(name, cause, fact))
    if actual.shape != expected.shape:
        raise Mismatch(f"{name}: {fact} {diagnosis.of_shape(actual, expected, *tolerances)}".rstrip())
    if actual.dtype == expected.dtype:
        cause = diagnosis.of_values(actual, expected, name, *tolerances)
    raise Mismatch(_message(name, cause, fact))


def _not_alike(actual: object, expected: np.ndarray) -> str:
    """How the kind, the shape or the dtype of an array is wrong."""
    if type(actual) is not np.ndarray:
        return f"expected an array of shape {expected.shape}, got {_described(actual)}{_how_to_return(actual)}"
    if actual.shape != expected.shape:
        return f"expected shape {expected.shape}, got {actual.shape}."
    if actual.dtype != expected.dtype:
        return f"expected dtype {expected.dtype.name}, got {actual.dtype.name}"
    return ""


def _how_to_return(value: object) -> str:
    if isinstance(value, tuple) and len(value) == 1:
        return ". Is there a comma too much after `return`?"
    return ". Is np.array or np.stack missing?" if isinstance(value, list) and value else ""


def _not_finite(answer: Any) -> str:
    bad = ~np.isfinite(answer)
    if not bad.any():
        return ""
    nans = int(np.isnan(answer).sum())
    return f"{nans} NaN and {int(bad.sum()) - nans} infinite values, the first at {_first(bad)}"


def _not_close(answer: Any, expected: np.ndarray, rtol: float, atol: float) -> str:
    difference = np.abs(answer - expected)
    wrong = ~(difference <= atol + rtol * np.abs(expected))  # NaN would count as wrong
    if not wrong.any():
        return ""
    return f"{_values(answer, expected, wrong)}; largest difference {difference.max():.3g}"


def _not_equal(answer: Any, expected: np.ndarray) -> str:
    unlike = _not_alike(answer, expected)
    if unlike:
        return unlike
    wrong = answer != expected
    return _values(answer, expected, wrong) if wrong.any() else ""


def _values(answer: np.ndarray, expected: np.ndarray, wrong: np.ndarray) -> str:
    where = _first(wrong)
    index = tuple(where)
    return (
        f"{int(wrong.sum())} of {wrong.size} values differ, the first at {where}: "
        f"expected {_number(expected[index])}, got {_number(answer[index])}"
    )


def _first_unequal(actual: object, expected: object) -> tuple[str, str]:
    """Where two values first differ, as an index such as ``[1]``, and how; two empty strings if they do not."""
    if isinstance(expected, np.ndarray):
        return "", _not_equal(actual, expected)
    if not isinstance(expected, tuple):
        return "", _not_same(actual, expected)
    if not isinstance(actual, tuple) or len(actual) != len(expected):
        return "", f"expected {expected!r}, got {_described(actual)}"
    for index, (one, other) in enumerate(zip(actual, expected, strict=True)):
        place, fact = _first_unequal(one, other)
        if fact:
            return f"[{index}]{place}", fact
    return "", ""


def _not_same(actual: Any, expected: Any) -> str:
    fact = f"expected {expected!r}"
    if not _same_kind(actual, expected):
        kind = f" ({_kind(actual)})" if type(actual) in (int, float, bool, str) else ""
        right = type(expected) is int and type(actual) is float and actual == expected
        advice = ": the number is right, but / makes a float, // does not" if right else ""
        return f"{fact} ({_kind(expected)}), got {_described(actual)}{kind}{advice}"
    if actual == expected:
        return ""
    close = type(expected) is int and abs(int(actual) - expected) == 1
    amount = f", 1 too {'large' if actual > expected else 'small'}" if close else ""
    return f"{fact}, got {_described(actual)}{amount}"


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
