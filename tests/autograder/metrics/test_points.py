import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.metrics import nme, pixel_errors
from autograder.metrics.points import distances, require_lengths, require_prediction, require_target

POINTS = torch.zeros(2, 3, 2)
SEEN = torch.ones(2, 3, dtype=torch.bool)
CPU = torch.device("cpu")


@given(st.lists(st.floats(), min_size=4, max_size=4))
def test_a_distance_is_that_of_pythagoras_or_infinite_where_there_is_none(four):
    x, y, u, v = four
    found = distances(torch.tensor([x, y], dtype=torch.float64), torch.tensor([u, v], dtype=torch.float64)).item()
    if all(math.isfinite(number) for number in four):
        assert found == pytest.approx(math.dist((x, y), (u, v)), rel=1e-15)
    else:
        assert found == math.inf


def test_points_of_any_real_dtype_are_reckoned_in_float64():
    for dtype in (torch.float16, torch.bfloat16, torch.float32, torch.uint8, torch.int64):
        pred, target = require_prediction(POINTS.to(dtype) + 1, POINTS, SEEN)
        assert (pred.dtype, target.dtype) == (torch.float64, torch.float64)
        assert pixel_errors(POINTS.to(dtype) + 1, POINTS, SEEN)[0, 0] == math.sqrt(2)


def test_far_from_the_origin_a_small_error_in_float64_is_not_lost():
    target = torch.full((1, 1, 2), 2.0**30, dtype=torch.float64)
    assert pixel_errors(target + 0.25, target, SEEN[:1, :1]).item() == math.hypot(0.25, 0.25)


def test_gradients_end_here():
    pred = POINTS.clone().requires_grad_()
    assert not pixel_errors(pred, POINTS, SEEN).requires_grad


def test_inputs_are_not_changed():
    pred, target, lengths = POINTS.double() + torch.nan, POINTS.double(), torch.zeros(2, dtype=torch.float64)
    nme(pred, target, SEEN, lengths)
    assert pred.isnan().all()
    assert not target.any()
    assert lengths.tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("pred", "target", "visible", "error", "message"),
    [
        (POINTS[:1], POINTS, SEEN, ValueError, r"pred_px: expected the shape of target_px, \(2, 3, 2\), got \(1, 3, 2"),
        (POINTS[..., :1], POINTS, SEEN, ValueError, r"pred_px: expected the shape of target_px"),
        (POINTS.flatten(1), POINTS.flatten(1), SEEN, ValueError, r"target_px: expected points of shape \(N, K, 2\)"),
        (POINTS.mT, POINTS.mT, SEEN, ValueError, r"target_px: expected points of shape \(N, K, 2\), got \(2, 2, 3\)"),
        (POINTS, POINTS, SEEN[:1], ValueError, r"visible: expected shape \(2, 3\), got \(1, 3\)"),
        (POINTS, POINTS, SEEN.int(), TypeError, r"visible: expected torch\.bool, got torch\.int32"),
        (POINTS.cfloat(), POINTS, SEEN, TypeError, r"pred_px: expected real numbers, got torch\.complex64"),
        (POINTS, POINTS.bool(), SEEN, TypeError, r"target_px: expected real numbers, got torch\.bool"),
    ],
)
def test_what_does_not_fit_is_an_error(pred, target, visible, error, message):
    with pytest.raises(error, match=message):
        require_prediction(pred, target, visible)


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
def test_a_visible_target_that_is_nowhere_is_an_error_and_an_invisible_one_is_not(wrong):
    target = POINTS.clone()
    target[1, 2, 0] = wrong
    with pytest.raises(ValueError, match=r"the visible keypoint 2 of image 1, got \((nan|inf|-inf), 0\.0\)"):
        require_target(target, SEEN)
    visible = SEEN.clone()
    visible[1, 2] = False
    assert pixel_errors(POINTS, target, visible)[1].tolist() == pytest.approx([0.0, 0.0, math.nan], nan_ok=True)


def test_a_length_of_nothing_is_no_length():
    found = require_lengths("reference_px", torch.tensor([0.0, math.nan, 2.0]), 3, CPU)
    assert found.tolist() == pytest.approx([math.nan, math.nan, 2.0], nan_ok=True)


@pytest.mark.parametrize("wrong", [-1.0, math.inf, -math.inf])
def test_a_length_that_cannot_be_is_an_error(wrong):
    message = f"area_px2: expected a finite size, or NaN for none, got {wrong} for image 1"
    with pytest.raises(ValueError, match=message):
        require_lengths("area_px2", torch.tensor([1.0, wrong]), 2, CPU)


def test_lengths_are_one_for_each_image():
    for lengths in (torch.tensor(4.0), torch.ones(3), torch.ones(2, 1)):
        with pytest.raises(ValueError, match=r"reference_px: expected shape \(2,\), got"):
            nme(POINTS, POINTS, SEEN, lengths)
    with pytest.raises(TypeError, match=r"reference_px: expected real numbers, got torch\.bool"):
        nme(POINTS, POINTS, SEEN, SEEN[:, 0])
