"""Metric → points curves: laws on random curves, and the published arithmetic by hand."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from autograder.exam.compare import Mismatch
from autograder.exam.curves import in_words, points_of

CURVE = ((0.3, 0.0), (0.5, 10.0), (0.7, 20.0))
FALLING = ((2.0, 20.0), (5.0, 10.0), (10.0, 0.0))
KINDS = ("linear", "steps")
numbers = st.floats(-1e6, 1e6)
kinds = st.sampled_from(KINDS)


@st.composite
def curves(draw):
    metrics = sorted(draw(st.sets(numbers, min_size=2, max_size=6)))
    points = sorted(draw(st.lists(st.floats(0, 100), min_size=len(metrics), max_size=len(metrics))))
    assume(points[0] < points[-1])
    return tuple(zip(metrics, points if draw(st.booleans()) else points[::-1], strict=True))


@given(curves(), kinds, numbers, numbers)
def test_a_better_value_never_earns_less(curve, kind, one, other):
    worse, better = sorted((one, other), reverse=curve[0][1] > curve[-1][1])
    assert points_of(curve, worse, kind) <= points_of(curve, better, kind)


@given(curves(), kinds, st.floats(allow_nan=False))
def test_points_stay_within_the_questions(curve, kind, value):
    least = 0.0 if kind == "steps" else min(points for _, points in curve)
    assert least <= points_of(curve, value, kind) <= max(points for _, points in curve)


@given(curves(), kinds)
def test_a_knot_earns_exactly_its_points(curve, kind):
    for metric, points in curve:
        assert points_of(curve, metric, kind) == points


@given(curves(), st.floats(allow_nan=False))
def test_steps_earn_only_what_stands_in_the_curve(curve, value):
    assert points_of(curve, value, "steps") in {0.0, *(points for _, points in curve)}


@pytest.mark.parametrize(
    ("value", "linear", "steps"),
    [(0.0, 0, 0), (0.3, 0, 0), (0.4, 5, 0), (0.45, 7.5, 0), (0.5, 10, 10), (0.6, 15, 10), (0.7, 20, 20), (0.9, 20, 20)],
)
def test_by_hand(value, linear, steps):
    assert points_of(CURVE, value) == pytest.approx(linear, abs=1e-12)
    assert points_of(CURVE, value, "steps") == steps


@pytest.mark.parametrize(
    ("value", "linear", "steps"), [(0, 20, 20), (2, 20, 20), (3.5, 15, 10), (5, 10, 10), (7.5, 5, 0), (11, 0, 0)]
)
def test_by_hand_where_less_is_better(value, linear, steps):
    assert points_of(FALLING, value) == linear
    assert points_of(FALLING, value, "steps") == steps


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_number_is_a_failure_that_says_so(kind):
    with pytest.raises(Mismatch, match="not a number"):
        points_of(CURVE, math.nan, kind)


def test_words_are_the_arithmetic():
    assert in_words(CURVE) == "0 points at 0.3, 10 at 0.5, 20 at 0.7; on straight lines in between"
    assert in_words(CURVE, "steps") == "0 points from 0.3, 10 from 0.5, 20 from 0.7; in steps"
    assert in_words(FALLING, "steps") == "20 points up to 2, 10 up to 5, 0 up to 10; in steps"
