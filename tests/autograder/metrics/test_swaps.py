import doctest
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.metrics import swapped_pairs, swaps
from tests.autograder.metrics.poses import poses

PAIRS = [(0, 1), (2, 3)]
SEEN = torch.ones(1, 4) > 0
PLACES = torch.tensor([[[10.0, 10.0], [30.0, 10.0], [12.0, 20.0], [28.0, 20.0]]])


def squared(one, other):
    """NaN and ∞ are far from everything."""
    found = (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2
    return found if math.isfinite(found) else math.inf


def slow_swaps(case, pairs):
    counts = [[0] * len(pairs), [0] * len(pairs)]
    for pred, true, seen in zip(*(part.tolist() for part in case.points), strict=True):
        for number, (a, b) in enumerate(pairs):
            if seen[a] and seen[b]:
                counts[1][number] += 1
                a_is_there = squared(pred[a], true[b]) < squared(pred[a], true[a])
                b_is_there = squared(pred[b], true[a]) < squared(pred[b], true[b])
                counts[0][number] += a_is_there and b_is_there
    return counts


def some_pairs(draw, keypoints):
    order = draw(st.permutations(range(keypoints)))
    return list(zip(order[::2], order[1::2], strict=False))


@given(poses(most_keypoints=6), st.data())
def test_counts_are_those_of_the_definition(case, data):
    pairs = some_pairs(data.draw, case.visible.shape[1])
    found = swapped_pairs(*case.points, pairs)
    assert found.dtype == torch.int64
    assert found.tolist() == slow_swaps(case, pairs)


@given(poses(most_keypoints=6), st.data())
def test_a_prediction_in_exchanged_order_is_swapped_wherever_places_differ(case, data):
    pairs = some_pairs(data.draw, case.visible.shape[1])
    order = list(range(case.visible.shape[1]))
    for a, b in pairs:
        order[a], order[b] = b, a
    swapped, number = swapped_pairs(case.target[:, order], case.target, case.visible, pairs)
    for place, (a, b) in enumerate(pairs):
        both = case.visible[:, a] & case.visible[:, b]
        apart = (case.target[:, a] != case.target[:, b]).any(-1)
        assert (swapped[place], number[place]) == ((both & apart).sum(), both.sum())
    assert not swapped_pairs(case.target, case.target, case.visible, pairs)[0].any()


@given(poses(most_keypoints=6), st.integers(0, 4), st.data())
def test_batches_add_up_and_the_order_within_a_pair_does_not_matter(case, first, data):
    pairs = some_pairs(data.draw, case.visible.shape[1])
    parts = (case.take(slice(first)), case.take(slice(first, None)))
    expected = swapped_pairs(*case.points, pairs)
    assert torch.equal(sum(swapped_pairs(*part.points, pairs) for part in parts), expected)
    assert torch.equal(swapped_pairs(*case.points, [(b, a) for a, b in pairs]), expected)


def test_one_of_two_in_the_wrong_place_is_no_swap():
    pred = PLACES.clone()
    pred[0, 0] = PLACES[0, 1]
    assert swapped_pairs(pred, PLACES, SEEN, PAIRS).tolist() == [[0, 0], [1, 1]]


def test_exactly_between_is_not_nearer():
    pred = PLACES.flip(1)[:, [2, 3, 0, 1]]  # every pair exchanged
    assert swapped_pairs(pred, PLACES, SEEN, PAIRS).tolist() == [[1, 1], [1, 1]]
    pred[0, 0, 0] = 20.0
    assert swapped_pairs(pred, PLACES, SEEN, PAIRS).tolist() == [[0, 1], [1, 1]]


@pytest.mark.parametrize("nothing", [math.nan, math.inf, -math.inf])
def test_what_is_not_predicted_is_not_swapped_but_counts(nothing):
    pred = PLACES.flip(1)[:, [2, 3, 0, 1]]
    pred[0, 3, 1] = nothing
    assert swapped_pairs(pred, PLACES, SEEN, PAIRS).tolist() == [[1, 0], [1, 1]]


def test_without_pairs_there_are_no_counts():
    assert swapped_pairs(PLACES, PLACES, SEEN, ()).shape == (2, 0)


@pytest.mark.parametrize("pair", [(1, 1), (0, 4), (-1, 0)], ids=str)
def test_what_is_no_pair_is_an_error(pair):
    with pytest.raises(ValueError, match=r"pair: expected two different keypoints from 0 to 3, got \("):
        swapped_pairs(PLACES, PLACES, SEEN, [(0, 1), pair])


def test_the_example_in_the_docstring_is_true():
    found = doctest.testmod(swaps)
    assert found.attempted
    assert not found.failed
