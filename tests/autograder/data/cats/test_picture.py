"""From the canvas to the image: where keypoints come to lie, and which of them are still seen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.data.cats import picture
from autograder.data.cats.pose import FINE
from autograder.data.drawing.canvas import Canvas, halved
from autograder.data.drawing.stream import Stream


@given(st.integers(0, picture.SIZE - 1), st.integers(0, picture.SIZE - 1))
def test_a_place_of_the_canvas_is_the_pixel_that_shows_it(column, row):
    canvas = Canvas(FINE, FINE)
    middle = np.array([2 * column + 1.0, 2 * row + 1.0])  # of the four that become one
    window = canvas.window(middle[0] - 1, middle[1] - 1, middle[0], middle[1])
    canvas.paint(window, np.ones(window.shape, dtype=bool), (1.0, 1.0, 1.0))
    brightest = np.argwhere(halved(canvas.colour)[0] == 1)
    assert brightest.tolist() == [[row, column]]
    assert picture._to_pixels(middle).tolist() == [column, row]


def test_places_are_rounded_to_hundredths():
    assert picture._to_pixels(np.array([10.0, 10.013, 10.05])).tolist() == [4.5, 4.51, 4.53]


PLACES = np.array([[10.0, 20.0], [30.0, 40.0], [50.0, 60.0], [70.0, 80.0], [90.0, 100.0]])


@pytest.mark.parametrize(("hidden", "seen"), [([], [0, 1, 2, 4]), ([1, 4], [0, 2]), ([0, 1, 4], [0, 1, 2, 4])])
def test_what_is_covered_is_not_seen_unless_too_little_is_left(monkeypatch, hidden, seen):
    def covers(canvas, stream, points, scale, fur):
        canvas.colour[:] = 0.7
        mask = np.zeros((FINE, FINE), dtype=bool)
        for number in hidden:
            x, y = points[number]
            mask[int(y), int(x)] = True
        return mask

    monkeypatch.setattr(picture, "draw_cover", covers)
    canvas, before = Canvas(FINE, FINE), np.array([True, True, True, False, True])
    found = picture._covered(canvas, Stream("x"), PLACES, before, 40.0, np.ones(3))
    assert np.flatnonzero(found).tolist() == seen
    assert (canvas.colour == 0.7).all() == (len(hidden) < 3)  # what hides too much is taken away
