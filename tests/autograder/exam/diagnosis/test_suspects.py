"""Wrong answers that the author names."""

import numpy as np
import pytest

from autograder.errors import ExamFault
from autograder.exam.compare import Mismatch, assert_equal, assert_matches

RIGHT = np.array([[1.0, 2], [3, 5]])
ONES = np.ones((2, 2))


def told(actual, suspects, expected=RIGHT, assertion=assert_matches):
    with pytest.raises(Mismatch) as caught:
        assertion(actual, expected, "out", suspects=suspects)
    return str(caught.value).split("\n")


def test_the_suspect_that_gives_the_answer_is_named_before_the_numbers():
    first, second = told(RIGHT + ONES, {"one was added": lambda: RIGHT + 1, "one was taken": lambda: RIGHT - 1})
    assert first == "out: looks like one was added."
    assert second.startswith("4 of 4 values differ")


def test_a_suspect_comes_before_what_would_be_said_of_the_values():
    assert told(-RIGHT, {})[0] == "out: the sign is the other way round."
    assert told(-RIGHT, {"it was taken from 0": -RIGHT})[0] == "out: looks like it was taken from 0."


def test_suspects_cost_nothing_when_the_answer_is_right():
    def never():
        raise AssertionError("computed")

    assert_matches(RIGHT, RIGHT, suspects={"x": never})
    assert_equal(RIGHT, RIGHT, suspects={"x": never})
    assert_equal(4, 4, suspects={"x": never})


def test_suspects_that_cannot_be_told_apart_are_named_together():
    alike = {"a": 7 * ONES, "b": 7 * ONES, "c": 8 * ONES}
    assert told(7 * ONES, alike)[0] == "out: looks like a, or b."
    assert "looks like" not in told(7 * ONES, dict.fromkeys("abcd", 7 * ONES))[0]


def test_a_mistake_that_makes_no_difference_here_is_never_named():
    nearly = RIGHT * (1 + 0.9e-7)  # right, within the tolerance
    worse = RIGHT * (1 + 1.1e-7)  # wrong, and within the tolerance of `nearly`
    assert "looks like" not in told(worse, {"nearly": nearly})[0]
    assert told(worse, {"worse": worse})[0] == "out: looks like worse."


@pytest.mark.parametrize(
    "actual", [np.zeros((3, 3)), np.full((2, 2), np.nan), RIGHT.astype(np.float32), RIGHT.tolist(), 3]
)
def test_suspects_that_are_something_else_are_not_named(actual):
    assert "looks like" not in told(actual, {"zero": 0 * RIGHT, "one": lambda: ONES})[0]


def test_a_suspect_of_another_shape_than_the_right_answer_is_named():
    assert told(np.ones((3, 3)), {"padded": np.ones((3, 3))}) == [
        "out: looks like padded.",
        "expected shape (2, 2), got (3, 3).",
    ]


def test_exact_answers_have_suspects_too():
    assert told(5, {"one too many": 5}, 4, assert_equal) == [
        "out: looks like one too many.",
        "expected 4, got 5, 1 too large",
    ]
    assert told((1, 2), {"turned": lambda: (1, 2)}, (2, 1), assert_equal)[0] == "out[0]: looks like turned."
    assert told(5.0, {"one too many": 5}, 4, assert_equal) == ["out: expected 4 (int), got 5.0 (float)"]
    assert (
        told(RIGHT[::-1].copy(), {"turned": lambda: RIGHT[::-1]}, RIGHT, assert_equal)[0] == "out: looks like turned."
    )


@pytest.mark.parametrize(
    ("suspect", "why"), [(lambda: 1 / 0, "ZeroDivisionError: division by zero"), ([[1], [1, 2]], "ValueError: ")]
)
def test_a_suspect_that_fails_is_our_fault_and_is_named(suspect, why):
    with pytest.raises(ExamFault, match=f"^out: the suspect 'flipped' failed: {why}"):
        assert_matches(-RIGHT, RIGHT, "out", suspects={"other": ONES, "flipped": suspect})


def test_a_list_or_whole_numbers_stand_for_an_array():
    assert told(7 * ONES, {"seven": [[7, 7], [7, 7]]})[0] == "out: looks like seven."
    whole = np.array([[1, 2], [3, 5]])
    assert told(7 * whole, {"seven": 7.0 * whole}, whole, assert_equal)[0] == "out: looks like seven."
    assert "looks like" not in told(7 * whole, {"more": 7.5 * whole}, whole, assert_equal)[0]
