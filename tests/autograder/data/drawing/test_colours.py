"""Colours near a given one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from autograder.data.drawing.colours import jitter
from autograder.data.drawing.stream import Stream


@given(st.integers(0, 10**6), st.floats(0, 0.3), st.floats(0, 0.1))
def test_a_colour_stays_within_its_bounds(number, brightness, tint):
    colour = (0.5, 0.3, 0.95)
    found = jitter(Stream(str(number)), colour, brightness, tint)
    low = np.clip(np.array(colour) * (1 - brightness) - tint, 0, 1)
    high = np.clip(np.array(colour) * (1 + brightness) + tint, 0, 1)
    assert ((found >= low - 1e-12) & (found <= high + 1e-12)).all()
