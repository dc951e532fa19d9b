"""What a wrong answer looks like: a short sentence for the student, or nothing.

Only what holds of every value is said, within the tolerances of the comparison, and only where the values are many and
different enough that it could hardly hold by chance; of several such sentences, the simplest. The mistake behind it is
asked about, not asserted. A look takes milliseconds: arrays that are large, not finite or not of numbers get none.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.exam.diagnosis import arranged, elementwise, parts, shapes
from autograder.exam.diagnosis.pair import Pair, pair_of

_SIMPLEST_FIRST: tuple[Callable[[Pair], str], ...] = (
    elementwise.rounding,
    elementwise.other_sign,
    elementwise.constant_factor,
    elementwise.constant_offset,
    elementwise.known_function,
    elementwise.few_digits,
    arranged.turned,
    arranged.moved,
    arranged.axes_in_another_order,
    parts.copies,
    elementwise.offset_of_each_channel,
    arranged.in_other_places,
    parts.border_only,
    parts.one_right,
    parts.one_wrong,
)


def of_values(
    actual: np.ndarray, expected: np.ndarray, name: str, rtol: float, atol: float, *, of_tensor: bool = False
) -> str:
    """What `actual`, which is wrong but of the right shape, is like; "" if nothing is recognised.

    Args:
        name: what the student knows the answer by.
        rtol, atol: within which it should have been `expected`.
        of_tensor: whether it is a tensor for the student.
    """
    pair = pair_of(actual, expected, name, rtol, atol, of_tensor)
    if pair is None or not pair.is_telling(pair.expected):
        return ""
    with np.errstate(all="ignore"):
        return next(filter(None, (recognised(pair) for recognised in _SIMPLEST_FIRST)), "")


def of_shape(actual: np.ndarray, expected: np.ndarray, rtol: float, atol: float) -> str:
    """How `actual`, which has another shape than `expected`, may have come about: a sentence or a question, or ""."""
    pair = pair_of(actual, expected, "", rtol, atol)
    if pair is not None and pair.is_telling(pair.expected):
        with np.errstate(all="ignore"):
            seen = shapes.by_values(pair)
        if seen:
            return seen
    return shapes.by_shape(actual.shape, expected.shape)
