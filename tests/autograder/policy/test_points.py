from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.policy.points import exactly, part_of

shares = st.integers(0, 100).map(lambda percent: Decimal(percent) / 100)
points = st.floats(0, 1000)


@pytest.mark.parametrize(
    ("whole", "share", "part"),
    [
        (85.0, "0.85", 72.25),
        (85.5, "0.85", 72.68),  # 72.675: floats would give 72.67
        (0.3, "0.5", 0.15),
        (100.0, "0", 0.0),
        (0.5, "0.25", 0.13),  # 0.125: halves up, not to even
        (33.333, "1", 33.333),  # a full share is not rounded
        (66.667, "0.99999", 66.667),  # rounding up stops at the whole
    ],
)
def test_by_hand(whole, share, part):
    assert part_of(whole, Decimal(share)) == part


@given(points, shares)
def test_a_part_is_no_more_than_the_whole(whole, share):
    assert 0 <= part_of(whole, share) <= whole


@given(points, shares, shares)
def test_a_larger_share_is_no_smaller_part(whole, one, other):
    assert part_of(whole, min(one, other)) <= part_of(whole, max(one, other))


def test_exactly_is_the_number_as_written():
    assert exactly(0.1) + exactly(0.2) == Decimal("0.3")
