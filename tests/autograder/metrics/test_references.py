import doctest
import math

import pytest
import torch
from hypothesis import given

from autograder.metrics import (
    box_diagonal,
    box_longer_side,
    box_root_area,
    head_size,
    image_diagonal,
    keypoint_distance,
    nme,
    references,
)
from tests.autograder.metrics.poses import poses


def slow_boxes(case):
    """Width and height of the box around what is visible, image by image; None where nothing is."""
    boxes = []
    for points, seen in zip(case.target.tolist(), case.visible.tolist(), strict=True):
        xs, ys = ([p[axis] for p, counts in zip(points, seen, strict=True) if counts] for axis in (0, 1))
        boxes.append((max(xs) - min(xs), max(ys) - min(ys)) if xs else None)
    return boxes


@given(poses())
def test_lengths_of_boxes_are_those_of_the_definition(case):
    boxes = slow_boxes(case)
    for function, length in (
        (box_diagonal, math.hypot),
        (box_longer_side, max),
        (box_root_area, lambda width, height: math.sqrt(width * height)),
    ):
        found = function(case.target, case.visible)
        assert found.dtype == torch.float64
        assert found.tolist() == pytest.approx([length(*box) if box else math.nan for box in boxes], nan_ok=True)


@given(poses(most_keypoints=3))
def test_the_distance_of_two_keypoints_is_that_of_the_definition(case):
    last = case.visible.shape[1] - 1
    if not last:
        return
    expected = [
        math.dist(points[0], points[last]) if seen[0] and seen[last] else math.nan
        for points, seen in zip(case.target.tolist(), case.visible.tolist(), strict=True)
    ]
    for pair in ((0, last), (last, 0)):
        found = keypoint_distance(case.target, case.visible, *pair)
        assert found.tolist() == pytest.approx(expected, nan_ok=True)


def test_without_keypoints_there_is_no_box():
    assert box_diagonal(torch.zeros(2, 0, 2), torch.zeros(2, 0) > 0).isnan().tolist() == [True, True]


def test_points_in_one_place_have_a_box_of_no_length_which_measures_nothing():
    target, visible = torch.ones(1, 3, 2), torch.ones(1, 3) > 0
    assert box_diagonal(target, visible) == box_root_area(target, visible) == 0
    assert nme(target, target, visible, box_diagonal(target, visible)).isnan()


def test_an_invisible_eye_leaves_an_image_without_interocular_distance():
    target, visible = torch.tensor([[[0.0, 0.0], [4.0, 0.0], [9.0, 9.0]]] * 2), torch.ones(2, 3) > 0
    visible[1, 1] = False
    eyes = keypoint_distance(target, visible, 0, 1)
    assert eyes.tolist() == pytest.approx([4.0, math.nan], nan_ok=True)
    assert nme(target + torch.tensor([1.0, 0.0]), target, visible, eyes) == 0.25


def test_of_images_and_heads():
    assert image_diagonal(torch.tensor([[3, 4], [96, 128]])).tolist() == [5.0, 160.0]
    boxes = torch.tensor([[10.0, 10.0, 40.0, 50.0], [40.0, 10.0, 10.0, 50.0], [math.nan] * 4])
    assert head_size(boxes).tolist() == pytest.approx([30.0, 30.0, math.nan], nan_ok=True)


@pytest.mark.parametrize("pair", [(0, 0), (0, 3), (-1, 1), (3, 4)], ids=str)
def test_what_are_not_two_keypoints_is_an_error(pair):
    with pytest.raises(ValueError, match=r"pair: expected two different keypoints from 0 to 2, got \("):
        keypoint_distance(torch.zeros(1, 3, 2), torch.ones(1, 3) > 0, *pair)


def test_what_does_not_fit_is_an_error():
    with pytest.raises(ValueError, match=r"sizes_px: expected shape \(N, 2\), got \(2,\)"):
        image_diagonal(torch.tensor([3, 4]))
    with pytest.raises(ValueError, match=r"head_boxes_px: expected boxes of shape \(N, 4\), got \(1, 2, 2\)"):
        head_size(torch.zeros(1, 2, 2))
    with pytest.raises(ValueError, match="target_px: expected a place for the visible keypoint 0 of image 0, got"):
        box_diagonal(torch.full((1, 1, 2), math.nan), torch.ones(1, 1) > 0)


def test_the_examples_in_docstrings_are_true():
    found = doctest.testmod(references)
    assert found.attempted
    assert not found.failed
