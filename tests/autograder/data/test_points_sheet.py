"""Sheets of keypoints: every visible one is a dot in its colour where it belongs."""

import colorsys

import numpy as np
import pytest
import torch

from autograder.data.keypoints import KeypointImage
from autograder.data.points_sheet import point_colours, point_visibility, points_sheet

from .conftest import bird


def test_visible_keypoints_are_counted():
    items = [bird(number) for number in range(9)]
    expected = torch.stack([item.visible for item in items]).float().mean(0)
    assert torch.allclose(point_visibility(iter(items), 3), expected)
    assert point_visibility([], 3).tolist() == [0, 0, 0]


def hue(colour):
    return colorsys.rgb_to_hls(*(channel / 255 for channel in colour))[0]


@pytest.mark.parametrize("names", [("left_wing", "right_wing"), ("right_wing", "left_wing")])
def test_left_and_right_have_two_hues_in_any_order(pointed, names):
    keypoints = [{"name": name, "mirror": names[1 - number]} for number, name in enumerate(names)]
    more = [
        {"name": "left_foot", "mirror": "right_foot"},
        {"name": "right_foot", "mirror": "left_foot"},
        {"name": "tail"},
    ]
    description = pointed(keypoints=[*keypoints, *more])
    colours = dict(zip(description.keypoint_names, point_colours(description), strict=True))
    assert len(set(colours.values())) == 5
    for side, blue in (("left", True), ("right", False)):
        for part in ("wing", "foot"):
            assert (hue(colours[f"{side}_{part}"]) > 0.5) == blue
    assert 0.2 < hue(colours["tail"]) < 0.5


def test_a_dot_is_where_its_keypoint_is(pointed):
    colour = np.array(point_colours(pointed())[0])
    points_px = torch.tensor([[11.0, 4.0], [float("nan")] * 2, [float("nan")] * 2])
    item = KeypointImage("a", torch.zeros(3, 20, 20, dtype=torch.uint8), points_px, torch.tensor([True, False, False]))
    sheet = np.array(points_sheet(pointed(), [item], torch.ones(3), "one", tile=200))
    black = (sheet == 0).all(axis=-1)
    rows, columns = (np.flatnonzero(black.sum(axis=axis) > 150) for axis in (1, 0))  # of both tiles
    dot = np.argwhere((sheet == colour).all(axis=-1)[: rows.max()])  # above the legend
    assert len(dot) > 30
    assert dot.mean(axis=0) == pytest.approx((rows.max() - 199 + 44.5, columns.min() + 114.5), abs=0.6)


@pytest.mark.parametrize("sizes", [[(8, 8)], [(8, 8), (8, 12), (20, 10)], [(300, 400)]])
def test_a_sheet_shows_images_of_any_size(pointed, sizes):
    items = [bird(number, *size) for number, size in enumerate(sizes)]
    sheet = points_sheet(pointed(), items, point_visibility(items, 3), "all of them", tile=40)
    assert sheet.height > 2 * 40
    assert sheet.width > sum(40 * width // height for height, width in sizes)


def test_keypoints_that_are_never_seen_can_be_shown(pointed):
    assert points_sheet(pointed(), [bird()], torch.zeros(3), "none").width > 0
