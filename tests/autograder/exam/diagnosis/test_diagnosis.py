"""What is said of wrong answers is true, and nothing is said by chance."""

import sys
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.exam import diagnosis
from autograder.exam.compare import Mismatch, assert_equal, assert_matches
from autograder.exam.diagnosis.pair import MOST_VALUES

from .claims import ATOL, RTOL, close, holds, wrong_places

shapes = hnp.array_shapes(min_dims=1, max_dims=4, max_side=5)
seeds = st.integers(0, 2**32 - 1)


def said(actual, expected, rtol=RTOL, atol=ATOL):
    return diagnosis.of_values(np.asarray(actual), np.asarray(expected), "out", rtol, atol)


@given(shapes, seeds, st.sampled_from([1e-6, 1.0, 1e6]))
@settings(max_examples=500)
def test_nothing_is_said_of_random_answers(shape, seed, scale):
    rng = np.random.default_rng(seed)
    assert said(scale * rng.standard_normal(shape), scale * rng.standard_normal(shape)) == ""


@given(shapes, shapes, seeds)
def test_nothing_is_claimed_of_the_values_of_random_answers_of_another_shape(one, other, seed):
    rng = np.random.default_rng(seed)
    told = diagnosis.of_shape(rng.standard_normal(one), rng.standard_normal(other), RTOL, ATOL)
    assert told == diagnosis.shapes.by_shape(one, other)


@given(shapes, seeds, st.floats(0.01, 0.99))
@settings(max_examples=500)
def test_what_is_said_of_an_answer_that_is_wrong_here_and_there_is_true(shape, seed, share):
    rng = np.random.default_rng(seed)
    expected = rng.standard_normal(shape)
    actual = np.where(rng.random(shape) < share, rng.standard_normal(shape), expected)
    if wrong_places(actual, expected):
        told = said(actual, expected)
        assert not told or holds(told, actual, expected)


WAYS = {
    "minus": lambda x, k: -x,
    "times": lambda x, k: k * x,
    "plus": lambda x, k: x + k,
    "divided": lambda x, k: x / (abs(k) + 1),
    "flipped": lambda x, k: np.flip(x, k % x.ndim),
    "rolled": lambda x, k: np.roll(x, k, k % x.ndim),
    "swapped": lambda x, k: x.swapaxes(0, -1).reshape(x.shape),
    "clipped": lambda x, k: np.maximum(x, 0),
    "positive": lambda x, k: abs(x),
    "first": lambda x, k: np.broadcast_to(x[:1], x.shape),
    "emptied": lambda x, k: np.where(np.arange(x.shape[-1]) == k % x.shape[-1], 0, x),
    "sorted": lambda x, k: np.sort(x, axis=None).reshape(x.shape),
    "squared": lambda x, k: x * x,
    "wrapped": lambda x, k: np.mod(x, 256),
}


@given(
    shapes.flatmap(lambda shape: hnp.arrays(np.float64, shape, elements=st.integers(-300, 300).map(float))),
    st.lists(st.tuples(st.sampled_from(sorted(WAYS)), st.integers(-3, 3)), min_size=1, max_size=3),
)
@settings(max_examples=500)
def test_what_is_said_of_small_whole_numbers_is_true(expected, ways):
    actual = expected
    for way, number in ways:
        actual = WAYS[way](actual, number)
    if wrong_places(actual, expected):
        told = said(actual, expected)
        assert not told or holds(told, actual, expected), told


X = np.arange(1.0, 25.0).reshape(2, 3, 2, 2) ** 2


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (np.zeros((2, 3)), np.ones((2, 3))),
        (np.full((4, 4), 2.0), np.full((4, 4), 3.0)),
        (np.zeros((4, 4)), np.eye(4)[::-1]),
        (np.zeros((2, 3, 2, 2)), X),
        ([2.0], [1.0]),
        ([[2.0, 1.0]], [[1.0, 2.0]]),
        ([[0, 0, 0], [0, 5, 0]], [[0, 5, 0], [0, 0, 0]]),
        ([[1, 2, 3], [4, 5, 0]], [[1, 2, 3], [4, 5, -6]]),  # one value that is 0 is not "cut off at 0"
        (np.ones((1, 1, 4, 4)), np.arange(16.0).reshape(1, 1, 4, 4)),
    ],
)
def test_nothing_is_said_of_little_or_of_much_the_same(actual, expected):
    assert said(actual, expected) == ""


@pytest.mark.parametrize(
    ("actual", "expected", "told"),
    [
        (-np.arange(-3.0, 4), np.arange(-3.0, 4), "the sign is the other way round."),  # or mirrored
        (2.0 ** np.arange(1, 9), 2.0 ** np.arange(8), "every value is 2 times the right one"),  # or moved
        (np.arange(1.0, 9), np.arange(8.0), "every value is 1 too large."),  # or moved
        (X[:, :, ::-1, ::-1], X, "turned by 180 degrees"),  # or moved, both ways, and wrapping around
    ],
)
def test_of_several_explanations_the_simplest_is_given(actual, expected, told):
    assert said(actual, expected).startswith(told)


DTYPES = ["?", "b", "B", "i", "q", "Q", "e", "f", "d", "g", "F", "D", "U5", "S3", "M8[s]", "m8[s]", "O", "V4"]


@given(
    st.sampled_from(DTYPES).map(np.dtype),
    hnp.array_shapes(min_dims=0, max_side=3),
    hnp.array_shapes(min_dims=0, min_side=0, max_side=3),
    st.data(),
)
@settings(max_examples=300)
def test_nothing_that_arrives_breaks_it(dtype, expected_shape, actual_shape, data):
    kinds = hnp.array_dtypes() if dtype.kind == "V" else st.just(dtype)
    dtype = data.draw(kinds) if dtype.kind == "V" else dtype
    made = st.integers(-9, 9) if dtype.kind == "O" else None
    expected = data.draw(hnp.arrays(dtype, expected_shape, elements=made))
    for shape in (expected_shape, actual_shape):
        actual = data.draw(hnp.arrays(dtype, shape, elements=made))
        told = said(actual, expected) if shape == expected_shape else ""
        assert isinstance(told, str)
        assert isinstance(diagnosis.of_shape(actual, expected, RTOL, ATOL), str)


@pytest.mark.filterwarnings("error")
@given(hnp.arrays(np.float64, (3, 4)), hnp.arrays(np.float64, (3, 4)))
@settings(max_examples=500)
def test_huge_tiny_and_missing_numbers_raise_nothing(actual, expected):
    assert isinstance(said(actual, expected), str)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.int8, np.uint8, np.int64, bool])
def test_what_it_recognises_it_recognises_in_every_dtype(dtype):
    right = np.random.default_rng(0).integers(0, 2, (6, 5)).astype(dtype)
    assert said(right[::-1], right) == "upside down."


def test_whole_numbers_that_float64_cannot_hold_are_left_alone():
    right = np.arange(12).reshape(3, 4) + 2**60
    assert said(right[::-1], right) == ""
    assert said(right[::-1] - 2**60, right - 2**60) != ""


def test_a_look_is_short_however_much_arrives():
    rng, sides = np.random.default_rng(0), (5, 5, 20, MOST_VALUES // 500)
    right = np.where(rng.random(sides) < 0.99, 0, rng.standard_normal(sides))  # corners agree: the slow way
    calls, _ = effort_of(lambda: said(np.zeros(sides), right))
    assert calls < 5_000  # each on MOST_VALUES at most
    large = rng.standard_normal(1 << 20)
    negative = -large
    for look in (lambda: said(negative, large), lambda: diagnosis.of_shape(large, large[:100], RTOL, ATOL)):
        calls, memory = effort_of(look)
        assert calls < 100
        assert memory < large.nbytes / 100  # so nothing was reckoned with all of it


def effort_of(look):
    """How many functions were called by a look that finds nothing, and the most bytes that it held at once."""
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    tracemalloc.start()
    sys.setprofile(count)
    try:
        assert look() == ""
    finally:
        sys.setprofile(None)
        memory = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return calls, memory


def test_the_cause_comes_first_and_the_numbers_after_it():
    with pytest.raises(Mismatch) as caught:
        assert_matches(-X, X, "dx")
    first, second = str(caught.value).split("\n")
    assert first == "dx: the sign is the other way round."
    assert second.startswith("24 of 24 values differ, the first at [0, 0, 0, 0]: expected 1, got -1")


def test_answers_that_must_be_exact_are_looked_at_too():
    with pytest.raises(Mismatch, match=r"^out: every value is 3 too large\.\n24 of 24 values differ"):
        assert_equal(X + 3, X, "out")
    with pytest.raises(Mismatch, match=r"^out: right but for rounding in the last digits\.\n"):
        assert_equal(X * (1 + 1e-15) / 3, X / 3, "out")


def test_the_slow_check_of_claims_can_say_no():
    assert not holds("upside down.", X, X)
    assert not holds("every value is 3 times the right one: …", 2 * X, X)
    assert not holds("only out[0] is right.", -X, X)
    assert not close(X, X + 1)
