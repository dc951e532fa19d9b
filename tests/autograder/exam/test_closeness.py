"""Distances of arrays, against Python's own numbers, which have no dtype to overflow."""

import math
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograder.exam.closeness import beyond, distances, is_measurable, usual_tolerances

WHOLE = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
TOLERANCES = st.sampled_from([0.0, 1.0, 3.0, 60.0, 255.0])


@st.composite
def pairs(draw):
    """Two arrays of whole numbers of one shape and dtype, and often at its limits."""
    dtype = np.dtype(draw(st.sampled_from(WHOLE)))
    limits = np.iinfo(dtype)
    value = st.sampled_from([limits.min, limits.min + 1, 0, 1, limits.max - 1, limits.max])
    value |= st.integers(limits.min, limits.max)
    shape = draw(st.sampled_from([(), (1,), (3,), (2, 2)]))
    return [draw(arrays.arrays(dtype, shape, elements=value)) for _ in range(2)]


@given(pairs())
def test_distances_of_whole_numbers_are_those_of_python(pair):
    one, other = pair
    wanted = [abs(a - b) for a, b in zip(one.ravel().tolist(), other.ravel().tolist(), strict=True)]
    assert distances(one, other).shape == one.shape
    assert distances(one, other).ravel().tolist() == wanted
    assert np.array_equal(distances(one, other), distances(other, one))


@given(pairs(), TOLERANCES, st.sampled_from([0.0, 0.5]))
def test_whole_numbers_are_beyond_what_the_formula_allows(pair, atol, rtol):
    one, other = pair
    numbers = zip(one.ravel().tolist(), other.ravel().tolist(), strict=True)
    apart = [(abs(a - b), Fraction(atol) + Fraction(rtol) * abs(b)) for a, b in numbers]
    if any(0 < abs(far - allowed) < 2**12 and far > 2**52 for far, allowed in apart):
        return  # float64 is what the formula is reckoned in
    assert beyond(one, other, rtol, atol).ravel().tolist() == [far > allowed for far, allowed in apart]


@pytest.mark.parametrize("dtype", WHOLE)
def test_without_tolerance_the_last_digit_counts(dtype):
    largest = np.array([np.iinfo(dtype).max], dtype)
    assert beyond(largest, largest - np.array(1, dtype), *usual_tolerances(dtype)).all()
    assert not beyond(largest, largest, *usual_tolerances(dtype)).any()


def test_booleans_are_the_same_or_not():
    one, other = np.array([True, False, True]), np.array([True, True, True])
    assert beyond(one, other, 5.0, 5.0).tolist() == [False, True, False]


@given(arrays.arrays(np.float16, 4), arrays.arrays(np.float16, 4))
def test_half_precision_is_told_apart_in_more(one, other):
    with np.errstate(all="ignore"):
        found = distances(one, other).tolist()
    for far, a, b in zip(found, one.tolist(), other.tolist(), strict=True):
        if math.isfinite(a) and math.isfinite(b):
            assert far == pytest.approx(abs(a - b), rel=1e-6)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_beyond(bad):
    with np.errstate(all="ignore"):
        assert beyond(np.array([bad, 1.0]), np.array([1.0, 1.0]), 1.0, 9.0).tolist() == [True, False]


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_may_differ_in_its_last_digit(dtype):
    rtol, _ = usual_tolerances(str(dtype).removeprefix("torch."))
    assert torch.finfo(dtype).eps / 2 <= rtol <= 4 * torch.finfo(dtype).eps


def test_what_has_distances():
    assert all(map(is_measurable, (np.zeros(1), np.ones(1, bool), np.zeros(1, complex), np.zeros(1, "uint8"))))
    assert not any(map(is_measurable, (np.array(["a"]), np.array([None]), np.array(["2026"], "M8"))))
