"""Answers that hold the right values in other places."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np

from autograder.exam.diagnosis.pair import Pair

_FARTHEST = 2  # pixels, down or across
_MOST_AXES = 4  # all orders of five would be 120
_PLACES = ("up", "down"), ("to the left", "to the right")


def turned(pair: Pair) -> str:
    """Height and width swapped, mirrored or turned."""
    right, axes = pair.expected, pair.expected.ndim
    if axes >= 2 and pair.same(pair.actual, right.swapaxes(-2, -1)):
        return "height and width are swapped."
    for axis in range(axes):
        if pair.same(pair.actual, np.flip(right, axis)):
            return _mirrored(pair, axis)
    if axes >= 2 and pair.same(pair.actual, np.flip(right, (-2, -1))):
        return "turned by 180 degrees: was something flipped?"
    turns = (1, 3) if axes >= 2 else ()
    if any(pair.same(pair.actual, np.rot90(right, turn, (-2, -1))) for turn in turns):
        return "turned by 90 degrees."
    return ""


def _mirrored(pair: Pair, axis: int) -> str:
    shape = pair.expected.shape
    from_last = len(shape) - axis
    if from_last == 1 and 2 <= len(shape) <= 3 and shape[axis] == 2:
        return "the two columns are swapped: x and y?"
    if from_last <= 2 <= len(shape) and shape[axis] > 3:
        return "mirrored left to right." if from_last == 1 else "upside down."
    index = ", ".join([":"] * axis + ["::-1"])
    back = f".flip({axis})" if pair.of_tensor else f"[{index}]"  # tensors take no negative steps
    return f"in reverse order: {pair.variable}{back} would be right."


def moved(pair: Pair) -> str:
    """Off by a pixel or two, down or across; what enters at the border may be anything."""
    if pair.expected.ndim < 2:
        return ""
    steps = sorted(product(range(-_FARTHEST, _FARTHEST + 1), repeat=2), key=lambda step: abs(step[0]) + abs(step[1]))
    for down, across in steps[1:]:  # the first is to stay
        seen = _kept(pair.actual, down, across)
        right = _kept(pair.expected, -down, -across)
        if 2 * seen.size >= pair.actual.size and pair.same(seen, right) and pair.is_telling(right):
            wraps = pair.same(pair.actual, np.roll(pair.expected, (down, across), (-2, -1)))
            return f"everything is moved {_way(down, across)}{', and wraps around' if wraps else ''}."
    return ""


def _kept(array: np.ndarray, down: int, across: int) -> np.ndarray:
    """The part of `array` in which something is after a move."""
    rows, columns = (slice(max(step, 0), step if step < 0 else None) for step in (down, across))
    return array[..., rows, columns]


def _way(down: int, across: int) -> str:
    steps = [(abs(step), _PLACES[axis][step > 0]) for axis, step in enumerate((down, across)) if step]
    return " and ".join(f"{way} by {count}" for count, way in steps)


def axes_in_another_order(pair: Pair) -> str:
    """Axes taken for each other, or moved by a reshape."""
    right = pair.expected
    if not 2 <= right.ndim <= _MOST_AXES:
        return ""
    columns_first = (*range(right.ndim - 2), right.ndim - 1, right.ndim - 2)
    for order in permutations(range(right.ndim)):
        other = right.transpose(order)
        if pair.same(pair.actual, other):
            method = "permute" if pair.of_tensor else "transpose"
            return f"the axes are in another order: {pair.variable}.{method}({_back(order)}) would be right."
        if order == columns_first and pair.same(pair.actual, other.reshape(right.shape)):
            return "the right values, but read column by column: are height and width swapped?"
        if pair.same(pair.actual, other.reshape(right.shape)):
            return "the right values in another order: look at reshape and transpose."
    return ""


def _back(order: tuple[int, ...]) -> str:
    """The order that undoes `order`."""
    return ", ".join(str(order.index(axis)) for axis in range(len(order)))


def in_other_places(pair: Pair) -> str:
    """The right values in any other order."""
    same_values = pair.same(np.sort(pair.actual, axis=None), np.sort(pair.expected, axis=None))
    if same_values and pair.is_telling(pair.expected[pair.wrong]):
        return "the right values, but in other places."
    return ""
