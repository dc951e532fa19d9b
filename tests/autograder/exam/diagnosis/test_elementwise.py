import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from .test_diagnosis import said, seeds

shapes = hnp.array_shapes(min_dims=1, max_dims=4, min_side=2, max_side=4).filter(lambda shape: np.prod(shape) >= 6)


def made(shape, seed):
    return np.random.default_rng(seed).uniform(-300, 300, shape)


@given(shapes, seeds)
def test_the_other_sign(shape, seed):
    right = made(shape, seed)
    assert said(-right, right) == "the sign is the other way round."


@given(shapes, seeds, st.integers(2, 1000))
def test_divided_or_counted_several_times(shape, seed, times):
    right = made(shape, seed)
    averaged = f"every value is the right one divided by {times}: averaged where a sum is wanted?"
    assert said(right / times, right) == averaged
    assert said(right * times, right).startswith(f"every value is {times} times the right one:")


@given(shapes, seeds, st.sampled_from([0.7, -2.5, 3.14159, 1e6, 1e-6]))
def test_any_other_factor(shape, seed, factor):
    right = made(shape, seed)
    assert said(right * factor, right) == f"every value is {factor:.4g} times the right one."


@given(shapes, seeds, st.sampled_from([3.0, -0.5, 1000.0]))
def test_a_constant_more_or_less(shape, seed, offset):
    right = made(shape, seed)
    told = f"every value is {abs(offset):.4g} too {'large' if offset > 0 else 'small'}."
    assert said(right + offset, right) == told


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (np.trunc, "cut to whole numbers: an array of integers on the way?"),
        (np.round, "rounded to whole numbers."),
        (np.abs, "what should be negative is positive."),
        (np.square, "every value is the square of the right one."),
        (lambda right: np.maximum(right, 0), "what should be negative is 0: is a maximum taken with 0?"),
        (lambda right: right % 256, "wrapped around at 256: uint8 on the way?"),
    ],
)
@given(seed=seeds)
def test_known_functions(seed, function, told):
    right = made((3, 4, 5), seed)
    assert said(function(right), right) == told


@given(seeds)
def test_rounding_that_the_tolerance_does_not_allow(seed):
    right = made((3, 4, 5), seed)
    assert said(right.astype(np.float32).astype(float), right, rtol=1e-10) == "rounded to float32 on the way."


@given(seeds)
def test_a_picture_cut_off(seed):
    right = np.append(made((3, 4, 5), seed), [256.5, 300.0])
    assert said(np.clip(right, 0, 255), right) == "cut off at 0 and 255."


@given(seeds)
def test_functions_of_numbers_between_0_and_1(seed):
    right = np.append(
        np.random.default_rng(seed).uniform(-1, 2, 20), [-0.5, 0.25, 0.75, 1.5]
    )  # in between, too: else it is cut to whole numbers as well
    assert said(np.clip(right, 0, 1), right) == "cut off at 0 and 1."
    inside = np.clip(right, 0.1, 0.9) + 0.01 * right
    assert said(1 - inside, inside) == "every value is 1 minus the right one."
    assert said(np.sqrt(inside), inside) == "every value is the square root of the right one."


@given(seeds)
def test_sums_in_float32(seed):
    rng = np.random.default_rng(seed)
    one, other = rng.standard_normal((5, 40)), rng.standard_normal((40, 6))
    summed = (one.astype(np.float32) @ other.astype(np.float32)).astype(float)
    bias = rng.standard_normal(6)
    assert said(summed + bias, one @ other + bias) == (
        "right in the first digits only: float32 on the way, or another small constant, such as eps?"
    )


@given(st.tuples(st.integers(1, 3), st.integers(2, 4), st.integers(2, 4), st.integers(2, 4)), seeds)
def test_a_bias_of_each_channel(shape, seed):
    right = made(shape, seed)
    bias = np.random.default_rng(seed + 1).uniform(1, 9, (shape[1], 1, 1))
    bias[0] = 0
    assert said(right - bias, right) == "each channel is off by a constant of its own: is the bias right?"


def test_one_wrong_zero_is_no_rule():
    right = np.array([3.0, 5, -2, 7, 1, 4])
    assert said(np.maximum(right, 0), right) == ""
