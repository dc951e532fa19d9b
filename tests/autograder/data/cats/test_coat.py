"""Coats: every pattern has colours, at every place."""

import numpy as np

from autograder.data.cats.coat import _KINDS, some_coat
from autograder.data.drawing.stream import Stream

PLACE = np.stack(np.broadcast_arrays(*np.meshgrid(np.linspace(-1.6, 1.6, 40), np.linspace(-1.7, 3, 50)), 0.4))


def test_every_pattern_occurs_and_has_colours_everywhere():
    kinds = set()
    for number in range(60):
        coat = some_coat(Stream(f"coat {number}"))
        kinds.add(coat.kind)
        colours = coat.at(PLACE, np.zeros(PLACE.shape[1:]))
        assert colours.shape == (3, 50, 40)
        assert np.isfinite(colours).all()
        assert colours.min() >= 0
        assert colours.max() < 1.25
    assert kinds == set(_KINDS)


def test_points_are_dark_on_ears_and_mask_and_light_between():
    coat = next(coat for number in range(999) if (coat := some_coat(Stream(str(number)))).kind == "points")
    place = np.array([[[0.0, 0.0, 0.7]], [[0.3, -1.2, -0.6]], [[0.8, 0.0, 0.1]]])
    mask, ear, brow = coat.at(place, np.array([[0.0, 1.0, 0.0]])).mean(axis=0)[0]
    assert mask < 0.7 * brow
    assert ear < 0.7 * brow
