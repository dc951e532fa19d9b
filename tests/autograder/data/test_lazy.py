"""Lazy sequences: what a list would give, read only when asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.data.lazy import LazySet


class Numbers(LazySet):
    """Gives the numbers themselves, and remembers which were read."""

    def __init__(self, count):
        super().__init__(count)
        self.asked = []

    def read(self, number):
        self.asked.append(number)
        return number


SLICES = st.slices(12)


@given(SLICES, st.data())
def test_slices_of_slices_are_those_of_a_list(first, data):
    expected, found = list(range(12))[first], Numbers(12)[first]
    second = data.draw(st.slices(len(expected)))
    assert list(found[second]) == expected[second]
    assert len(found[second]) == len(expected[second])


def test_only_what_is_asked_for_is_read():
    numbers = Numbers(100)
    part = numbers[10:20]
    assert (part[-1], numbers.asked) == (19, [19])
    with pytest.raises(IndexError):
        part[10]
