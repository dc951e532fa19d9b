"""Answers of another shape than the right one."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np

from autograder.exam.diagnosis.pair import Pair

Shape = tuple[int, ...]

_MOST_AXES = 6  # all orders of seven would be 5040
_MOST_EXTRA = 8  # rows or columns too many
_LONGEST_STEP = 4
_SWAPPED = "Are height and width swapped?"
_CHANNELS_LAST = "Are the channels last? They should come before height and width."


def by_values(pair: Pair) -> str:
    """What holds of the values, whatever the shape; "" if nothing is recognised."""
    return _reshaped(pair) or _axes(pair) or _steps(pair) or _cropped(pair) or _too_large(pair)


def by_shape(actual: Shape, expected: Shape) -> str:
    """A question that the shapes alone raise, or ""."""
    if 0 in actual and 0 not in expected:
        return "It is empty: a slice like p:-p holds nothing when p is 0."
    if len(actual) == len(expected):
        return _order(actual, expected) or _sides(actual, expected)
    if tuple(n for n in actual if n != 1) == tuple(n for n in expected if n != 1):
        return _ones(len(actual) - len(expected))
    gone = [axis for axis in range(len(expected)) if (*expected[:axis], *expected[axis + 1 :]) == actual]
    if len(gone) == 1:
        return (
            "Is the axis of the images missing?"
            if gone == [0] and len(expected) == 4
            else f"Axis {gone[0]} is missing."
        )
    return ""


def _ones(too_many: int) -> str:
    axes = "An axis" if abs(too_many) == 1 else f"{abs(too_many)} axes"
    return f"{axes} of length 1 too {'many' if too_many > 0 else 'few'}."


def _order(actual: Shape, expected: Shape) -> str:
    if len(expected) >= 2 and actual == (*expected[:-2], expected[-1], expected[-2]):
        return _SWAPPED
    if len(expected) == 4 and actual == (expected[0], *expected[2:], expected[1]):
        return _CHANNELS_LAST
    if len(expected) <= _MOST_AXES and actual in permutations(expected):
        return "Are some axes in another order?"
    return ""


def _sides(actual: Shape, expected: Shape) -> str:
    """Something more or less in height and width only."""
    if len(expected) < 2 or actual[:-2] != expected[:-2]:
        return ""
    down, across = actual[-2] - expected[-2], actual[-1] - expected[-1]
    if down == across and down % 2 == 0:
        border = f"a border of {abs(down) // 2}"
        return f"Is {border} (padding) not cropped?" if down > 0 else f"Is {border} (padding) missing?"
    of_images = len(expected) == 4  # only they have places where a window fits
    if of_images and ({down, across} <= {0, 1} or {down, across} <= {0, -1}):
        fits = "many: does a window still fit there?" if max(down, across) > 0 else "few: is the last place missing?"
        return f"{_lines(abs(down), abs(across))} too {fits}"
    return ""


def _reshaped(pair: Pair) -> str:
    if not pair.same(pair.actual.ravel(), pair.expected.ravel()):
        return ""
    actual, expected = pair.actual, pair.expected
    if actual.squeeze().shape == expected.squeeze().shape:
        return by_shape(actual.shape, expected.shape)
    return "The values are right, in their order: is a reshape missing?"


def _axes(pair: Pair) -> str:
    right = pair.expected
    if pair.actual.ndim != right.ndim or not 2 <= right.ndim <= 4:
        return ""
    found = [order for order in permutations(range(right.ndim)) if pair.same(pair.actual, right.transpose(order))]
    if not found:
        return ""
    swapped, last = (*range(right.ndim - 2), right.ndim - 1, right.ndim - 2), (0, 2, 3, 1)
    if swapped in found:
        return "Height and width are swapped."
    return _CHANNELS_LAST if last in found else "The values are right, but the axes are in another order."


def _cropped(pair: Pair) -> str:
    """Some of the right rows and columns are not there."""
    place = _place(pair, pair.actual, pair.expected)
    if place is None or not pair.is_telling(pair.actual):
        return ""
    return f"The rest is right, but {_where(place)} {'is' if _is_one(place) else 'are'} missing."


def _too_large(pair: Pair) -> str:
    """All is there, and rows or columns around it."""
    place = _place(pair, pair.expected, pair.actual)
    if place is None:
        return ""
    if len(set(place)) == 1:
        return f"Without a border of {place[0]} it would be right: too much padding?"
    at_the_end = place in {(0, 1, 0, 1), (0, 1, 0, 0), (0, 0, 0, 1)}
    return f"Without {_where(place)} it would be right{': does a window still fit there?' if at_the_end else '.'}"


def _place(pair: Pair, small: np.ndarray, large: np.ndarray) -> tuple[int, int, int, int] | None:
    """How many rows of `large` are above and below `small`, columns to its left and right; None if it is not in it."""
    if small.ndim != large.ndim or small.ndim < 2 or small.shape[:-2] != large.shape[:-2]:
        return None
    height, width = small.shape[-2:]
    extra = large.shape[-2] - height, large.shape[-1] - width
    if min(extra) < 0 or max(extra) > _MOST_EXTRA:
        return None
    places = product(range(extra[0] + 1), range(extra[1] + 1))
    found = [
        (top, extra[0] - top, left, extra[1] - left)
        for top, left in places
        if pair.same(small, large[..., top : top + height, left : left + width])
    ]
    return found[0] if len(found) == 1 else None


def _steps(pair: Pair) -> str:
    """Only every second row or column belongs there, or is there."""
    if pair.actual.ndim != pair.expected.ndim or pair.actual.ndim < 2:
        return ""
    height, width = (min(sides) for sides in zip(pair.actual.shape[-2:], pair.expected.shape[-2:], strict=True))
    for down, across in product(range(1, _LONGEST_STEP + 1), repeat=2):
        if (down > 1 and height < 2) or (across > 1 and width < 2):
            continue  # one row is no pattern
        if pair.same(pair.actual[..., ::down, ::across], pair.expected):
            return f"Only {_every(down, across)} belongs there: is the stride ignored?"
        if pair.same(pair.actual, pair.expected[..., ::down, ::across]) and pair.is_telling(pair.actual):
            return f"Only {_every(down, across)} is there: is the stride too large?"
    return ""


def _every(down: int, across: int) -> str:
    ordinal = {2: "second", 3: "third", 4: "fourth"}
    named = [(down, "row"), (across, "column")]
    return " and ".join(f"every {ordinal[step]} {line}" for step, line in named if step > 1)


def _where(place: tuple[int, int, int, int]) -> str:
    names = ("first", "row"), ("last", "row"), ("first", "column"), ("last", "column")
    return " and ".join(
        f"the {end} {line}" if count == 1 else f"the {end} {count} {line}s"
        for count, (end, line) in zip(place, names, strict=True)
        if count
    )


def _is_one(place: tuple[int, int, int, int]) -> bool:
    return sum(place) == 1


def _lines(rows: int, columns: int) -> str:
    return " and ".join(["one row"] * rows + ["one column"] * columns).capitalize()
