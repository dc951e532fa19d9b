"""Compare an answer with the right one: type, shape, dtype, finiteness, then values. Never broadcast.

Arrays of NumPy and tensors of torch are compared alike, and neither is taken for the other.

A message says what the answer looks like, where that is recognised, and the first difference, in words for the student;
hidden checks do not show it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.errors import ExamFault
from autograder.exam import diagnosis
from autograder.exam.closeness import beyond, distances, is_measurable, usual_tolerances
from autograder.exam.diagnosis.suspects import Difference, Suspects, named
from autograder.exam.submission import RemoteObject
from autograder.exam.tensors import Array, as_array, dtype_name, is_array, is_tensor

_BRIEF = (type(None), bool, int, float, complex, str, np.generic)  # what writes itself out in no time


class Mismatch(AssertionError):
    """An answer that is not the right one; its text is the message."""


def assert_matches(
    actual: object,
    expected: Array | float,
    name: str = "result",
    *,
    rtol: float | None = None,
    atol: float | None = None,
    suspects: Suspects | None = None,
) -> None:
    """`actual` is `expected` within ``|actual − expected| ≤ atol + rtol·|expected|``, elementwise.

    Args:
        expected: an array or a tensor, which the answer must be, too; or a float: then any number will do, also one in
            an array or a tensor without axes.
        rtol, atol: by default 1e-4 and 1e-5 where float32 is expected, 1e-7 and 1e-9 where float64 is, and 0 for whole
            numbers. Booleans are the same or not.
        suspects: wrong answers by what went wrong, arrays or functions that compute them, such as
            ``{"the kernel was flipped": lambda: conv(x, w[..., ::-1, ::-1])}``. They are looked at only when the answer
            is wrong; one that is the answer at hand is named, unless it is the right answer, too.

    Raises:
        Mismatch: it is not.
        ExamFault: the expected answer is not finite or holds no numbers, so nothing could be compared; or a suspect
            failed.
    """
    _require_comparable(np.asarray(as_array(expected)), name)
    usual = usual_tolerances(dtype_name(expected) if is_array(expected) else "float64")
    tolerances = usual[0] if rtol is None else rtol, usual[1] if atol is None else atol
    if not is_array(expected):
        _require(actual, expected, name, lambda one, other: _not_near(one, other, *tolerances), suspects or {})
        return

    def difference(answer: object, right: np.ndarray) -> str:
        return _not_alike(answer, right) or _not_finite(answer) or _not_close(answer, right, *tolerances)

    _require_array(actual, expected, name, difference, suspects or {}, tolerances)


def assert_equal(actual: object, expected: object, name: str = "result", *, suspects: Suspects | None = None) -> None:
    """`actual` is exactly `expected`: whole numbers, strings, tuples of these, arrays and tensors with their dtype.

    A NumPy integer counts as a whole number; a bool or a float does not.

    Args:
        suspects: as for `assert_matches`.

    Raises:
        Mismatch: it is not.
        ExamFault: a suspect failed.
    """
    if is_array(expected):
        _require_array(actual, expected, name, _not_equal, suspects or {}, (0.0, 0.0))
        return
    _require(actual, expected, name, _first_unequal, suspects or {})


def assert_like(actual: object, expected: Array, name: str = "result") -> Array:
    """`actual` is an array or a tensor, as `expected` is, of its shape and dtype, whatever its values; returns it.

    Raises:
        Mismatch: it is not.
    """
    fact = _not_alike(actual, expected)
    if fact:
        raise Mismatch(_message(name, "", fact))
    return actual


def _require_comparable(expected: np.ndarray, name: str) -> None:
    if not is_measurable(expected):
        raise ExamFault(f"the expected {name} is of {expected.dtype}, which is no number: use assert_equal")
    if not np.isfinite(expected).all():
        raise ExamFault(f"the expected {name} is not finite")


def _message(name: str, cause: str, fact: str) -> str:
    """The cause on a line of its own before the numbers: it is what students need, and tables show one line only."""
    return f"{name}: {cause}\n{fact}" if cause else f"{name}: {fact}"


def _same_kind(actual: object, expected: object) -> bool:
    if type(expected) is int:
        return type(actual) is int or isinstance(actual, np.integer)
    return type(actual) is type(expected)


def _kind(value: object) -> str:
    return type(value).__name__


def _require(
    actual: object,
    expected: object,
    name: str,
    first: Callable[[object, object], tuple[str, str]],
    suspects: Suspects,
) -> None:
    """Say where and how an answer that is no array is wrong, and which suspect it is."""
    place, fact = first(actual, expected)
    if fact:
        cause = named(suspects, name, actual, expected, lambda *two: first(*two)[1])
        raise Mismatch(_message(f"{name}{place}", cause, fact))


def _require_array(
    actual: object,
    expected: Array,
    name: str,
    difference: Difference,
    suspects: Suspects,
    tolerances: tuple[float, float],
) -> None:
    """Say what is wrong: a suspect that fits, else what the array looks like, and the first difference."""
    fact = _not_of_kind(actual, expected)
    if fact:
        raise Mismatch(_message(name, "", fact))
    answer, right = as_array(actual), as_array(expected)
    fact = difference(answer, right)
    if not fact:
        return
    cause = named(suspects, name, answer, right, difference)
    if cause:
        raise Mismatch(_message(name, cause, fact))
    if answer.shape != right.shape:
        raise Mismatch(f"{name}: {fact} {diagnosis.of_shape(answer, right, *tolerances)}".rstrip())
    if answer.dtype == right.dtype:
        cause = diagnosis.of_values(answer, right, name, *tolerances, of_tensor=is_tensor(expected))
    raise Mismatch(_message(name, cause, fact))


def _not_alike(actual: object, expected: Array) -> str:
    """How the kind, the shape or the dtype of an array is wrong."""
    fact = _not_of_kind(actual, expected)
    if fact:
        return fact
    answer, right = as_array(actual), as_array(expected)
    if answer.shape != right.shape:
        return f"expected shape {right.shape}, got {answer.shape}."
    if answer.dtype != right.dtype:
        return f"expected dtype {right.dtype.name}, got {answer.dtype.name}"
    return ""


def _not_of_kind(actual: object, expected: Array) -> str:
    """How something is no array where one is expected, or no tensor; or a tensor such as NumPy does not have."""
    if not is_array(actual) or is_tensor(actual) != is_tensor(expected):
        kind = "a tensor" if is_tensor(expected) else "an array"
        shape = tuple(expected.shape)
        return f"expected {kind} of shape {shape}, got {_described(actual)}{_how_to_return(actual, expected)}"
    found, wanted = (dtype_name(each) for each in (actual, expected))
    return f"expected dtype {wanted}, got {found}" if found == "bfloat16" != wanted else ""


def _how_to_return(value: object, expected: Array) -> str:
    if isinstance(value, tuple) and len(value) == 1:
        return ". Is there a comma too much after `return`?"
    if isinstance(value, list) and value:
        wanted = "torch.tensor or torch.stack" if is_tensor(expected) else "np.array or np.stack"
        return f". Is {wanted} missing?"
    if is_tensor(expected) and isinstance(value, np.ndarray):
        return ". Is torch.from_numpy missing?"
    if is_tensor(value):
        return ". Is .numpy() missing?"
    return ". Does it end in .item()?" if is_tensor(expected) and type(value) is float else ""


def _not_near(answer: Any, expected: Any, rtol: float, atol: float) -> tuple[str, str]:
    """How a number is wrong; it has no place."""
    number = as_array(answer) if is_array(answer) else answer
    is_number = isinstance(number, (int, float, np.generic, np.ndarray)) and type(number) is not bool
    if not is_number or np.ndim(number) or np.asarray(number).dtype.kind not in "iuf":
        return "", f"expected a number, {expected:.6g}, got {_described(answer)}"
    if abs(float(number) - expected) <= atol + rtol * abs(expected):
        return "", ""
    wanted, found = _numbers(np.float64(expected), np.float64(number))
    return "", f"expected {wanted}, got {found}{': 0 / 0, or inf / inf?' if np.isnan(number) else ''}"


def _not_finite(answer: Any) -> str:
    bad = ~np.isfinite(answer)
    if not bad.any():
        return ""
    if not bad.ndim:
        return f"expected a finite number, got {answer[()]}{': 0 / 0, or inf / inf?' if np.isnan(answer) else ''}"
    nans = int(np.isnan(answer).sum())
    return f"{nans} NaN and {int(bad.sum()) - nans} infinite values, the first at {_first(bad)}"


def _not_close(answer: Any, expected: np.ndarray, rtol: float, atol: float) -> str:
    wrong = beyond(answer, expected, rtol, atol)
    if not wrong.any():
        return ""
    return f"{_values(answer, expected, wrong)}{_largest(distances(answer, expected)) if wrong.ndim else ''}"


def _largest(apart: np.ndarray) -> str:
    if apart.dtype == np.bool_:
        return ""
    largest = apart.max()
    return f"; largest difference {int(largest) if apart.dtype == np.uint64 else f'{largest:.3g}'}"


def _not_equal(answer: Any, expected: np.ndarray) -> str:
    unlike = _not_alike(answer, expected)
    if unlike:
        return unlike
    answer, expected = as_array(answer), as_array(expected)
    wrong = np.asarray(answer != expected)
    return _values(answer, expected, wrong) if wrong.any() else ""


def _values(answer: np.ndarray, expected: np.ndarray, wrong: np.ndarray) -> str:
    where = _first(wrong) if wrong.ndim else []
    wanted, found = _numbers(expected[tuple(where)], answer[tuple(where)])
    if not wrong.ndim:
        return f"expected {wanted}, got {found}"
    return f"{int(wrong.sum())} of {wrong.size} values differ, the first at {where}: expected {wanted}, got {found}"


def _first_unequal(actual: object, expected: Any) -> tuple[str, str]:
    """Where two values first differ, as an index such as ``[1]``, and how; two empty strings if they do not."""
    if is_array(expected):
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


def _numbers(expected: Any, actual: Any) -> tuple[str, str]:
    """Two numbers that differ, with as many digits as it takes to see that, if six will not do."""
    wanted, found = (f"{value:.6g}" if isinstance(value, np.floating) else str(value) for value in (expected, actual))
    return (wanted, found) if wanted != found else (str(expected), str(actual))


def _described(value: Any) -> str:
    """What an answer is, in a few words; arrays without their values."""
    if is_array(value):
        return f"{'a tensor' if is_tensor(value) else 'an array'} of shape {tuple(value.shape)}"
    if isinstance(value, RemoteObject):
        return f"an object of type {value._handle.type_name}"
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, dict):
        return f"a dict of {len(value)}"
    return repr(value)[:100] if isinstance(value, _BRIEF) else f"a {_kind(value)}"
