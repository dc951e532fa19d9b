import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from .test_diagnosis import said, seeds


def made(shape, seed):
    return np.random.default_rng(seed).standard_normal(shape)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda x: x.swapaxes(2, 3), "height and width are swapped."),
        (lambda x: x[..., ::-1], "mirrored left to right."),
        (lambda x: x[..., ::-1, :], "upside down."),
        (lambda x: x[..., ::-1, ::-1], "turned by 180 degrees: was something flipped?"),
        (lambda x: np.rot90(x, 1, (2, 3)), "turned by 90 degrees."),
        (lambda x: np.rot90(x, 3, (2, 3)), "turned by 90 degrees."),
        (lambda x: x[:, ::-1], "in reverse order: out[:, ::-1] would be right."),
        (lambda x: x[::-1], "in reverse order: out[::-1] would be right."),
        (lambda x: np.roll(x, 1, 3), "everything is moved to the right by 1, and wraps around."),
        (lambda x: np.roll(x, (-2, 1), (2, 3)), "everything is moved up by 2 and to the right by 1, and wraps around."),
        (lambda x: x.transpose(0, 2, 1, 3), "the axes are in another order: out.transpose(0, 2, 1, 3) would be right."),
        (lambda x: x.transpose(0, 3, 1, 2), "the axes are in another order: out.transpose(0, 2, 3, 1) would be right."),
    ],
)
@given(seed=seeds)
def test_values_in_other_places(seed, change, told):
    right = made((2, 8, 8, 8), seed)
    assert said(change(right), right) == told


@given(seeds, st.integers(-2, 2), st.integers(-2, 2))
def test_a_move_with_whatever_enters_at_the_border(seed, down, across):
    right = made((1, 2, 8, 9), seed)
    larger = np.pad(right, ((0, 0), (0, 0), (2, 2), (2, 2)), constant_values=0.5)
    actual = larger[:, :, 2 - down : 10 - down, 2 - across : 11 - across]
    vertical = [f"{'down' if down > 0 else 'up'} by {abs(down)}"] * bool(down)
    horizontal = [f"to the {'right' if across > 0 else 'left'} by {abs(across)}"] * bool(across)
    if down or across:
        assert said(actual, right) == f"everything is moved {' and '.join(vertical + horizontal)}."


@given(st.permutations(range(3)), seeds)
def test_a_reshape_where_a_transpose_is_needed(order, seed):
    right = made((2, 3, 4), seed)
    actual = right.transpose(order).reshape(right.shape)
    told = {
        (0, 1, 2): "right but for rounding in the last digits.",
        (0, 2, 1): "the right values, but read column by column: are height and width swapped?",
    }
    assert said(actual, right) == told.get(
        tuple(order), "the right values in another order: look at reshape and transpose."
    )


@given(seeds)
def test_any_other_order(seed):
    right = made((3, 4), seed)
    shuffled = right.ravel()[[7, 0, 11, 3, 5, 1, 9, 2, 10, 4, 8, 6]].reshape(3, 4)
    assert said(shuffled, right) == "the right values, but in other places."
    exchanged = right.ravel()[[1, 0, *range(2, 12)]].reshape(3, 4)
    assert said(exchanged, right) == ""


def test_points_as_y_and_x():
    right = np.random.default_rng(0).uniform(0, 100, (3, 7, 2))
    assert said(right[..., ::-1], right) == "the two columns are swapped: x and y?"


def test_colours_in_reverse_order():
    right = np.random.default_rng(0).uniform(0, 1, (6, 7, 3))
    assert said(right[..., ::-1], right) == "in reverse order: out[:, :, ::-1] would be right."
