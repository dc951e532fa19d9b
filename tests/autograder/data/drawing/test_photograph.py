"""A camera: bright stays bright, dark pictures are darker, everything is eight bits."""

import numpy as np

from autograder.data.drawing.photograph import photograph
from autograder.data.drawing.stream import Stream


def taken(level, *, dark=False, number=0):
    return photograph(Stream(f"camera {number}"), np.full((3, 24, 24), level), dark=dark)


def test_photographs_are_eight_bits():
    assert taken(0.5).dtype == np.uint8
    assert taken(0.5).shape == (3, 24, 24)
    assert taken(5.0).max() == 255
    assert taken(0.0).min() == 0


def test_what_is_brighter_looks_brighter():
    for number in range(20):
        assert taken(0.2, number=number).mean() < taken(0.5, number=number).mean() < taken(0.7, number=number).mean()


def test_dark_ones_get_less_light():
    levels = [[taken(0.5, dark=dark, number=number).mean() for number in range(30)] for dark in (True, False)]
    assert np.mean(levels[0]) < 0.85 * np.mean(levels[1])
