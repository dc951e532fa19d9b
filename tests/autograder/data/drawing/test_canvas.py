"""What is drawn on: windows are clipped, paint covers, halves are means."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from autograder.data.drawing.canvas import Canvas, halved

places = st.floats(-40, 60)


@given(places, places, places, places)
def test_a_window_holds_the_pixels_that_touch_its_rectangle(left, top, right, bottom):
    canvas = Canvas(20, 30)
    window = canvas.window(left, top, right, bottom)
    columns = [column for column in range(30) if int(max(left, 0)) <= column < min(int(max(right + 1, 0)), 30)]
    rows = [row for row in range(20) if int(max(top, 0)) <= row < min(int(max(bottom + 1, 0)), 20)]
    if window is None:
        assert not columns or not rows
        return
    assert window.x[0].tolist() == [column + 0.5 for column in columns]
    assert window.y[:, 0].tolist() == [row + 0.5 for row in rows]
    assert window.shape == (len(rows), len(columns)) == canvas.colour[0, window.rows, window.columns].shape


def test_paint_covers_what_is_masked_and_nothing_else():
    canvas = Canvas(4, 6)
    window = canvas.window(1, 1, 3.5, 2.5)
    mask = window.x + 0 * window.y > 2
    canvas.paint(window, mask, (0.1, 0.2, 0.3))
    assert (canvas.colour[0] == 0.1).sum() == mask.sum() == 4
    assert canvas.colour[:, 1, 2].tolist() == [0.1, 0.2, 0.3]
    canvas.paint(window, mask, np.full((3, *window.shape), 0.9))
    assert (canvas.colour != 0).sum() == 3 * 4


def test_a_half_is_the_mean_of_four():
    colour = np.arange(3 * 4 * 6, dtype=float).reshape(3, 4, 6)
    expected = colour.reshape(3, 2, 2, 3, 2).mean(axis=(2, 4))
    np.testing.assert_allclose(halved(colour), expected)
