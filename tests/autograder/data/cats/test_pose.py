"""How a head is turned: rotations without sines."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.data.cats.pose import FINE, Pose, around_x, around_y, around_z, product, some_pose
from autograder.data.drawing.stream import Stream

halves = st.floats(-1.5, 1.5)
vectors = st.tuples(*[st.floats(-2, 2)] * 3)


def posed(roll=0.0, pitch=0.0, yaw=0.0, scale=40.0):
    turn = product(around_z(roll), product(around_x(pitch), around_y(yaw)))
    return Pose(x=90.0, y=100.0, scale=scale, turn=turn)


@given(halves, halves, halves)
def test_every_turn_is_a_rotation(roll, pitch, yaw):
    turn = np.array(posed(roll, pitch, yaw).turn)
    np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(turn) == pytest.approx(1)


@given(halves, halves, halves)
def test_a_product_is_numpys(roll, pitch, yaw):
    expected = np.array(around_z(roll)) @ np.array(around_x(pitch)) @ np.array(around_y(yaw))
    np.testing.assert_allclose(np.array(posed(roll, pitch, yaw).turn), expected, atol=1e-12)


@pytest.mark.parametrize(
    ("turn", "point", "expected"),
    [
        ({"roll": 0.41421356}, (0, -1, 0), (0.70710678, -0.70710678)),  # 45° clockwise: the top goes to the right
        ({"yaw": 0.41421356}, (0, 0, 1), (0.70710678, 0)),  # the nose goes to the picture's right
        ({"pitch": 0.41421356}, (0, 0, 1), (0, -0.70710678)),  # and up
    ],
)
def test_positive_turns_go_where_they_are_said_to(turn, point, expected):
    x, y, _ = posed(**turn).seen(point)
    assert ((x - 90) / 40, (y - 100) / 40) == pytest.approx(expected)


@given(halves, halves, halves, vectors)
def test_back_undoes_a_turn(roll, pitch, yaw, direction):
    pose = posed(roll, pitch, yaw)
    assert np.array(pose.turn) @ np.array(pose.back(direction)) == pytest.approx(direction, abs=1e-9)


def test_heads_are_two_to_three_times_as_large_as_others():
    scales = [some_pose(Stream(str(number))).scale for number in range(200)]
    assert 2 < max(scales) / min(scales) < 3
    assert max(scales) < FINE / 3
