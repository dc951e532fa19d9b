"""A head as the camera sees it: every pixel shows the place that is really there, and keypoints are where they look."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.data.cats.anatomy import some_anatomy
from autograder.data.cats.coat import some_coat
from autograder.data.cats.face import Face
from autograder.data.cats.pose import FINE
from autograder.data.cats.surface import EAR, INSIDE, NOTHING, Ball, Surface, Triangle
from autograder.data.drawing.canvas import Canvas
from autograder.data.drawing.stream import Stream

from .test_pose import posed

LIGHT = (0.0, -0.6, 0.8)
turns = st.tuples(st.floats(-1.1, 1.1), st.floats(-0.2, 0.2), st.floats(-0.7, 0.7))


def head(roll=0.0, pitch=0.0, yaw=0.0, number=0):
    anatomy = some_anatomy(Stream(f"head {number}"))
    surface = Surface(Canvas(FINE, FINE), posed(roll, pitch, yaw), LIGHT)
    anatomy.add_to(surface)
    return surface, anatomy


@settings(max_examples=15, deadline=None)
@given(turns, st.integers(0, 20))
def test_the_place_that_a_pixel_shows_is_seen_at_that_pixel(turn, number):
    surface, _ = head(*turn, number=number)
    rows, columns = np.nonzero(surface.part != NOTHING)
    assert len(rows) > 3000
    turned = np.array(surface.pose.turn) @ surface.place[:, rows, columns]
    np.testing.assert_allclose(90 + 40 * turned[0], columns + 0.5, atol=1e-9)
    np.testing.assert_allclose(100 + 40 * turned[1], rows + 0.5, atol=1e-9)
    np.testing.assert_allclose(turned[2], surface.near[rows, columns], atol=1e-9)


@settings(max_examples=15, deadline=None)
@given(turns)
def test_a_ball_is_seen_where_a_ray_meets_it_first(turn):
    middle, reach = np.array([0.2, -0.1, 0.3]), np.array([0.9, 0.5, 0.7])
    surface = Surface(Canvas(FINE, FINE), posed(*turn), LIGHT)
    surface.add_ball(Ball(middle=tuple(middle), reach=tuple(reach)))
    on = surface.part != NOTHING
    away = (surface.place[:, on] - middle[:, None]) / reach[:, None]
    np.testing.assert_allclose((away * away).sum(0), 1, atol=1e-9)  # on the ellipsoid
    normal = np.array(surface.pose.turn) @ (away / reach[:, None])
    assert (normal[2] > 0).all()  # on its near side
    # its silhouette has the area of an ellipse: π √(det of the covariance that is seen)
    seen = np.array(surface.pose.turn)[:2] @ np.diag(reach)
    assert on.sum() == pytest.approx(np.pi * np.sqrt(np.linalg.det(seen @ seen.T)) * 40**2, rel=0.02)


def test_what_is_nearer_covers():
    surface = Surface(Canvas(FINE, FINE), posed(), LIGHT)
    near, far = (Ball(middle=(0.0, 0.0, z), reach=(0.5, 0.5, 0.5), part=part) for z, part in ((1.0, 3), (-1.0, 4)))
    surface.add_ball(near)
    surface.add_ball(far)
    assert set(np.unique(surface.part)) == {NOTHING, 3}
    assert surface.shows((0.0, 0.0, 1.5))
    assert not surface.shows((0.0, 0.0, -0.5))


def test_a_triangle_covers_its_area_and_no_more():
    surface = Surface(Canvas(FINE, FINE), posed(), LIGHT)
    surface.add_triangle(Triangle(((-0.5, -0.5, 0.0), (0.5, -0.5, 0.0), (0.0, 0.5, 0.0)), EAR))
    assert (surface.part == EAR).sum() == pytest.approx(0.5 * 40 * 40, rel=0.03)


def test_what_is_outside_the_canvas_is_not_shown():
    surface, _ = head()
    assert not surface.shows((9.0, 0.0, 0.0))
    assert not surface.shows((0.0, -9.0, 0.0))


@settings(max_examples=25, deadline=None)
@given(st.floats(-1.1, 1.1), st.integers(0, 30))
def test_the_tip_of_an_ear_is_its_farthest_pixel(roll, number):
    surface, anatomy = head(roll, number=number)
    middle = np.array([90.0, 100.0])
    for side, tip in zip((1, -1), anatomy.keypoints()[:2], strict=True):
        ears = (surface.part == EAR) | (surface.part == INSIDE)
        rows, columns = np.nonzero(ears & (surface.place[0] * side > 0))
        points = np.stack([columns, rows], axis=1) + 0.5
        farthest = points[np.linalg.norm(points - middle, axis=1).argmax()]
        assert np.linalg.norm(farthest - surface.pose.seen(tip)[:2]) < 3  # of the canvas; half as many of the image


GREEN, BLUE, RED = np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0]), np.array([1.0, 0.0, 0.0])


@settings(max_examples=20, deadline=None)
@given(st.floats(-1.1, 1.1), st.floats(-0.15, 0.15), st.integers(0, 30))
def test_eyes_and_nose_are_painted_around_their_keypoints(roll, yaw, number):
    surface, anatomy = head(roll, 0.0, yaw, number)
    canvas = Canvas(FINE, FINE)
    face = Face(
        iris=(GREEN, BLUE), nose=RED, inside=np.ones(3) * 0.5, pupil=1e-3, lid=0.0, glint=(9.0, 9.0), whisker=0.0
    )
    face.paint(canvas, surface, anatomy, some_coat(Stream("grey")))
    for colour, point, slack in zip((GREEN, BLUE, RED), anatomy.keypoints()[2:], (2.0, 2.0, 3.0), strict=True):
        channel = int(colour.argmax())
        others = np.delete(canvas.colour, channel, axis=0)
        rows, columns = np.nonzero((canvas.colour[channel] > 0.05) & (others == 0).all(axis=0))
        assert len(rows) > 10
        x, y, _ = surface.pose.seen(point)
        assert np.hypot(columns.mean() + 0.5 - x, rows.mean() + 0.5 - y) < slack
