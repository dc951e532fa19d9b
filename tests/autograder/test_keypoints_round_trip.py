"""What the reference of `keypoints` draws it finds again: no scale is lost, and no half pixel."""

import importlib.util
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

REFERENCE = Path(__file__).parents[2] / "solutions" / "keypoints" / "heatmaps.py"


@pytest.fixture(scope="module")
def heatmaps():
    spec = importlib.util.spec_from_file_location("keypoints_heatmaps", REFERENCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@st.composite
def drawn(draw):
    """Points three sigma inside of an image, the size of its maps, sigma, which is 1 to 3 cells, and stride."""
    stride, cells = draw(st.sampled_from([1, 2, 4])), draw(st.floats(1, 3))
    size = draw(st.tuples(st.integers(24, 64), st.integers(24, 64)))
    share = st.floats(0, 1, width=32)
    shares = draw(st.lists(st.tuples(share, share), min_size=1, max_size=5))
    inner = torch.tensor([size[1], size[0]]) - 6 * cells - 1
    points = stride * (torch.tensor(shares) * inner + 3 * cells + 0.5) - 0.5
    return points[None], size, cells * stride, stride


@settings(deadline=None, max_examples=50)
@given(drawn())
def test_soft_argmax_finds_points_within_a_tenth_of_a_pixel(heatmaps, case):
    points, size, sigma, stride = case
    maps = heatmaps.make_heatmaps(points, size, sigma, torch.ones(points.shape[:2], dtype=torch.bool), stride=stride)
    found = heatmaps.soft_argmax(maps[:, :-1].log(), stride=stride)  # a bell is as likely as its own values say
    assert (found - points).abs().max() < 0.1


@settings(deadline=None, max_examples=50)
@given(drawn())
def test_argmax_finds_points_within_a_quarter_of_a_cell_on_each_axis(heatmaps, case):
    points, size, sigma, stride = case
    maps = heatmaps.make_heatmaps(points, size, sigma, torch.ones(points.shape[:2], dtype=torch.bool), stride=stride)
    found = heatmaps.decode_argmax(maps[:, :-1], stride=stride)
    assert (found - points).abs().max() <= stride / 4 + 1e-3
