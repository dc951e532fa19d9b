import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.exam import diagnosis
from autograder.exam.diagnosis.shapes import by_shape

from .test_diagnosis import ATOL, RTOL

RIGHT = np.random.default_rng(0).standard_normal((2, 4, 5, 3))


def asked(actual, expected=RIGHT):
    return diagnosis.of_shape(actual, expected, RTOL, ATOL)


BORDER = "Without a border of {} it would be right: too much padding?"
CORNER = "Without the last row and the last column it would be right: does a window still fit there?"
THIRD = "Only every second row and every third column belongs there: is the stride ignored?"


def padded(before=(0, 0), after=(0, 0)):
    rows, columns = zip(before, after, strict=True)
    return np.pad(RIGHT, ((0, 0), (0, 0), rows, columns), constant_values=9)


@pytest.mark.parametrize(
    ("actual", "told"),
    [
        (RIGHT.swapaxes(2, 3), "Height and width are swapped."),
        (np.moveaxis(RIGHT, 1, -1), "Are the channels last? They should come before height and width."),
        (RIGHT.transpose(1, 0, 2, 3), "The values are right, but the axes are in another order."),
        (RIGHT.reshape(2, 4, 15), "The values are right, in their order: is a reshape missing?"),
        (RIGHT.ravel(), "The values are right, in their order: is a reshape missing?"),
        (RIGHT[:, None], "An axis of length 1 too many."),
        (padded((1, 1), (1, 1)), BORDER.format(1)),
        (padded((2, 2), (2, 2)), BORDER.format(2)),
        (padded(after=(1, 1)), CORNER),
        (padded(after=(0, 1)), "Without the last column it would be right: does a window still fit there?"),
        (padded(before=(1, 0)), "Without the first row it would be right."),
        (RIGHT[:, :, :-1], "The rest is right, but the last row is missing."),
        (RIGHT[:, :, 1:, :-2], "The rest is right, but the first row and the last 2 columns are missing."),
        (np.repeat(RIGHT, 2, axis=3)[..., :-1], "Only every second column belongs there: is the stride ignored?"),
        (np.repeat(np.repeat(RIGHT, 2, 2), 3, 3), THIRD),
        (RIGHT[:, :, ::2], "Only every second row is there: is the stride too large?"),
        (RIGHT[..., :0], "It is empty: a slice like p:-p holds nothing when p is 0."),
    ],
)  # fmt: skip
def test_a_shape_whose_values_tell(actual, told):
    assert asked(actual) == told


@pytest.mark.parametrize(
    ("actual", "expected", "told"),
    [
        ((3, 4), (4, 3), "Are height and width swapped?"),
        ((2, 4, 3, 5), (2, 4, 5, 3), "Are height and width swapped?"),
        ((2, 5, 3, 4), (2, 4, 5, 3), "Are the channels last? They should come before height and width."),
        ((4, 2, 5, 3), (2, 4, 5, 3), "Are some axes in another order?"),
        ((2, 4, 7, 5), (2, 4, 5, 3), "Is a border of 1 (padding) not cropped?"),
        ((2, 4, 9, 7), (2, 4, 5, 3), "Is a border of 2 (padding) not cropped?"),
        ((2, 4, 3, 1), (2, 4, 5, 3), "Is a border of 1 (padding) missing?"),
        ((2, 4, 6, 4), (2, 4, 5, 3), "One row and one column too many: does a window still fit there?"),
        ((2, 4, 5, 4), (2, 4, 5, 3), "One column too many: does a window still fit there?"),
        ((2, 4, 4, 3), (2, 4, 5, 3), "One row too few: is the last place missing?"),
        ((2, 4, 6, 2), (2, 4, 5, 3), ""),
        ((1, 6, 3), (1, 6, 4), ""),  # no images: a matrix has no places where windows fit
        ((4, 5, 3), (2, 4, 5, 3), "Is the axis of the images missing?"),
        ((2, 5, 3), (2, 4, 5, 3), "Axis 1 is missing."),
        ((4, 5, 3), (1, 4, 5, 3), "An axis of length 1 too few."),
        ((1, 4, 1, 1), (4,), "3 axes of length 1 too many."),
        ((2,), (2, 2), ""),  # either axis
        ((), (2, 3), ""),
        ((2, 3), (), ""),
        ((7, 8, 9), (2, 3), ""),
    ],
)
def test_a_shape_that_raises_a_question(actual, expected, told):
    assert by_shape(actual, expected) == told


@given(
    hnp.array_shapes(min_dims=0, max_dims=9, min_side=0, max_side=2**40),
    hnp.array_shapes(min_dims=0, max_dims=9, min_side=0, max_side=2**40),
    st.booleans(),
)
def test_any_two_shapes(one, other, alike):
    assert isinstance(by_shape(one, one if alike else other), str)


def test_what_could_lie_in_several_places_is_not_placed():
    large = np.tile(RIGHT[:1, :1, :2, :2], (1, 1, 3, 3))
    assert "would be right" not in asked(large, large[:, :, :4, :4])
