"""How predictions vary with the truth: by a slow definition, and by what must follow from one."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.evaluation.variance import explained, spread

coordinates = st.floats(-50, 50, width=32)


@st.composite
def cases(draw):
    images, keypoints = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    points = st.lists(coordinates, min_size=2 * images * keypoints, max_size=2 * images * keypoints)
    pred, target = (torch.tensor(draw(points)).reshape(images, keypoints, 2) for _ in range(2))
    shown = draw(st.lists(st.booleans(), min_size=images * keypoints, max_size=images * keypoints))
    return pred, target, torch.tensor(shown).reshape(images, keypoints)


def squares(points, visible):
    """Σ |p − mean|² of each keypoint over the images that show it."""
    total = 0.0
    for keypoint in range(points.shape[1]):
        shown = [points[i, keypoint].tolist() for i in range(len(points)) if visible[i, keypoint]]
        for axis in (0, 1):
            values = [place[axis] for place in shown]
            total += sum((value - sum(values) / len(values)) ** 2 for value in values)
    return total


@given(cases())
def test_both_are_those_of_the_definition(case):
    pred, target, visible = case
    of_truth = squares(target, visible)
    if of_truth < 1e-6:
        return
    errors = sum(((pred[i, k] - target[i, k]).double() ** 2).sum().item() for i, k in visible.nonzero().tolist())
    assert spread(pred, target, visible).item() == pytest.approx(math.sqrt(squares(pred, visible) / of_truth), abs=1e-6)
    assert explained(pred, target, visible).item() == pytest.approx(1 - errors / of_truth, rel=1e-6, abs=1e-6)


@given(cases())
def test_what_is_not_visible_does_not_matter(case):
    pred, target, visible = case
    unknown = [points.masked_fill(~visible[..., None], math.nan) for points in (pred, target)]
    for measure in (spread, explained):
        assert torch.equal(measure(pred, target, visible).nan_to_num(7), measure(*unknown, visible).nan_to_num(7))


def test_where_the_truth_never_moves_nothing_was_measured():
    still, visible = torch.ones(3, 2, 2), torch.ones(3, 2, dtype=torch.bool)
    moving = torch.arange(12.0).reshape(3, 2, 2)
    for measure in (spread, explained):
        assert measure(moving, still, visible).isnan()
        assert measure(moving, moving, torch.zeros(3, 2, dtype=torch.bool)).isnan()


def test_one_face_for_all_has_no_spread_wherever_it_is():
    target, visible = torch.arange(12.0).reshape(3, 2, 2), torch.ones(3, 2, dtype=torch.bool)
    face = torch.full((1, 2, 2), 9.0).expand(3, 2, 2)
    assert spread(face, target, visible) == 0
    assert explained(face, target, visible) < 0
