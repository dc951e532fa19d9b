"""Random numbers: known ones, within their bounds, spread as they are said to be."""

import numpy as np
import pytest

from autograder.data.drawing.stream import Stream, smooth_noise


def test_the_numbers_of_a_text_are_known():
    """Held on every machine and with every version of NumPy."""
    stream = Stream("a text")
    found = [*stream.floats(2).tolist(), stream.between(-1, 1), stream.whole(1, 6), stream.bells(1)[0]]
    assert found == KNOWN


KNOWN = [0.9568308779123408, 0.5148096260742449, 0.6954730406832803, 3, -1.0574162679425836]


def test_streams_do_not_move_each_other():
    alone = Stream("one").floats(5).tolist()
    one, other = Stream("one"), Stream("other")
    other.floats(100)
    assert one.floats(5).tolist() == alone
    assert other.floats(5).tolist() != alone


def test_numbers_keep_their_bounds():
    stream = Stream("bounds")
    assert all(2 <= stream.between(2, 3) < 3 for _ in range(2000))
    assert {stream.whole(1, 6) for _ in range(500)} == {1, 2, 3, 4, 5, 6}
    assert {stream.pick("abc") for _ in range(100)} == set("abc")
    assert np.mean([stream.chance(0.3) for _ in range(4000)]) == pytest.approx(0.3, abs=0.03)


def test_bells_are_close_to_normal():
    bells = Stream("bells").bells(100, 400)
    assert bells.mean() == pytest.approx(0, abs=0.02)
    assert bells.std() == pytest.approx(1, abs=0.02)
    assert (np.abs(bells) < 1).mean() == pytest.approx(0.683, abs=0.01)


def test_smooth_noise_is_smooth_and_within_its_bounds():
    noise = smooth_noise(Stream("noise"), 60, 80, 10, 20)
    assert noise.shape == (60, 80)
    assert 0 <= noise.min() < 0.2 < 0.8 < noise.max() < 1
    assert np.abs(np.diff(noise, axis=0)).max() < 0.17  # 1.5 / 10: as steep as the step is, and rounding
    assert np.abs(np.diff(noise, axis=1)).max() < 0.09
