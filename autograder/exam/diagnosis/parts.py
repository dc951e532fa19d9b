"""Answers of which one part is right and the rest is not."""

from __future__ import annotations

import numpy as np

from autograder.exam.diagnosis.pair import Pair

_WIDEST = 3  # pixels of a border


def copies(pair: Pair) -> str:
    """The same again for every image, or for every channel."""
    for axis in range(min(2, pair.actual.ndim - 1)):
        first = pair.actual.take([0], axis)
        if pair.actual.shape[axis] > 1 and pair.same(*np.broadcast_arrays(pair.actual, first)):
            right = pair.same(first, pair.expected.take([0], axis))
            index = ":, " * axis
            if pair.is_telling(first):
                told = f"{pair.variable}[{index}0], {pair.variable}[{index}1], … are all the same"
                return f"{told}: is only the first computed?" if right else f"{told}, and should not be."
    return ""


def border_only(pair: Pair) -> str:
    """Right inside, wrong in the border."""
    if pair.expected.ndim < 2:
        return ""
    wrong = pair.wrong.reshape(-1, *pair.wrong.shape[-2:])
    height, width = wrong.shape[-2:]
    for margin in range(1, _WIDEST + 1):
        inside = (..., slice(margin, height - margin), slice(margin, width - margin))
        if min(height, width) <= 2 * margin:
            return ""
        if not wrong[inside].any():
            mostly = 2 * np.count_nonzero(wrong) > wrong.size - wrong[inside].size
            told = mostly and pair.is_telling(pair.expected[inside])
            return "the border is wrong, the inside is right: look at the padding." if told else ""
    return ""


def one_right(pair: Pair) -> str:
    """One image right, or one channel, row or column; the others mostly wrong."""
    for axis, share in _wrong_shares(pair):
        right = np.flatnonzero(share == 0)
        if right.size == 1 and _is_end(right[0], share) and (np.delete(share, right) > 0.5).all():
            part = pair.expected.take(right, axis)
            if pair.is_telling(part):
                return f"only {pair.variable}{_index(axis, int(right[0]), len(share))} is right."
    return ""


def one_wrong(pair: Pair) -> str:
    """One image wrong, or one channel, row or column, and most of it; the others right."""
    for axis, share in _wrong_shares(pair):
        wrong = np.flatnonzero(share)
        if wrong.size == 1 and len(share) > 2 and _is_end(wrong[0], share) and share[wrong[0]] > 0.5:
            part = pair.expected.take(wrong, axis)
            if pair.is_telling(part) and pair.is_telling(np.delete(pair.expected, wrong, axis)):
                return f"only {pair.variable}{_index(axis, int(wrong[0]), len(share))} is wrong."
    return ""


def _wrong_shares(pair: Pair) -> list[tuple[int, np.ndarray]]:
    """For each axis with more than one place, which share of the values at each place is wrong."""
    wrong, axes = pair.wrong, range(pair.wrong.ndim)
    means = [(axis, wrong.mean(axis=tuple(other for other in axes if other != axis))) for axis in axes]
    return [(axis, share) for axis, share in means if share.size > 1]


def _is_end(place: np.intp, share: np.ndarray) -> bool:
    return place in (0, len(share) - 1)


def _index(axis: int, place: int, length: int) -> str:
    """As in Python: ``[0]``, ``[:, -1]``."""
    number = 0 if place == 0 else place - length
    return f"[{', '.join([':'] * axis + [str(number)])}]"
