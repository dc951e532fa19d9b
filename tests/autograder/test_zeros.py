"""SIDs that lost the zeros in front."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.zeros import apart_by_zeros, but_for_zeros, lost_zeros

SIDS = st.sampled_from(("1", "01", "001", "2", "02", "10", "0", "00"))


@pytest.mark.parametrize(
    ("sid", "known", "alike"),
    [
        ("3", {"0003"}, "0003"),
        ("0003", {"3", "4"}, "3"),
        ("3", {"3", "0003"}, None),  # it is somebody's
        ("3", {"03", "003"}, None),  # nobody is guessed
        ("3", {"30"}, None),
        ("0", {"00"}, None),  # nothing is left to tell by
        ("", {"0"}, None),
    ],
)
def test_only_one_that_is_the_same_but_for_zeros_is_found(sid, known, alike):
    assert but_for_zeros(sid, known) == alike


@given(SIDS, st.frozensets(SIDS, max_size=4))
def test_it_agrees_with_numbers(sid, known):
    same = [each for each in known if int(each) == int(sid) != 0]
    assert but_for_zeros(sid, known) == (same[0] if len(same) == 1 and sid not in known else None)


def test_the_shorter_one_is_the_wrong_one_wherever_it_stands():
    one, other = (
        lost_zeros("3", "a.csv, line 2", "0003", "b.csv, line 9"),
        lost_zeros("0003", "b.csv, line 9", "3", "a.csv, line 2"),
    )
    assert str(one) == str(other)
    assert str(one).startswith("a.csv, line 2: nobody has SID 3: did you mean 0003, as in b.csv, line 9?")


@given(st.lists(SIDS, max_size=6))
def test_those_that_zeros_keep_apart_are_told_together(sids):
    found = apart_by_zeros(sids)
    assert all(len({int(sid) for sid in some}) == 1 and len(some) > 1 for some in found)
    together = [{a, b} <= set(some) for a in sids for b in sids if a != b and int(a) == int(b) != 0 for some in found]
    assert sum(together) == sum(1 for a in sids for b in sids if a != b and int(a) == int(b) != 0)
