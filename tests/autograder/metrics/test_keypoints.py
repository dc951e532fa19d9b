import doctest
import math
import re
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn import metrics as sklearn_metrics

from autograder.metrics import (
    area_under_pck,
    error_sums,
    head_size,
    keypoints,
    mean_pixel_error,
    nme,
    normalized_errors,
    pck,
    pck_counts,
    pck_curve,
    pckh,
    pixel_errors,
)
from tests.autograder.metrics.labels import needs_cuda
from tests.autograder.metrics.poses import (
    ALPHAS,
    Poses,
    as_nan,
    average,
    counted,
    poses,
    slow_errors,
    slow_normalized,
)

GRID = (0.0, 0.05, 0.1, 0.25, 0.5, 1.0)
SEEN = torch.tensor([[True]])
QUARTER_TURN = torch.tensor([[0.0, -1.0], [1.0, 0.0]], dtype=torch.float64)
BY_REFERENCE = (
    nme,
    lambda *arguments: pck(*arguments, 0.25),
    lambda *arguments: pck_curve(*arguments, GRID),
    lambda *arguments: area_under_pck(*arguments, 0.5),
)


def same(found, expected):
    return found.tolist() == pytest.approx(expected.tolist(), rel=1e-12, nan_ok=True)


@given(poses())
def test_errors_are_those_of_the_definition(case):
    for found, rows in (
        (pixel_errors(*case.points), slow_errors(case)),
        (normalized_errors(*case.arguments), slow_normalized(case)),
    ):
        assert found.dtype == torch.float64
        assert found.shape == case.visible.shape
        expected = as_nan(rows)
        assert all(a == pytest.approx(b, rel=1e-15, nan_ok=True) for a, b in zip(found.tolist(), expected, strict=True))


@given(poses(), ALPHAS, st.sampled_from((0.05, 0.5, 2.0)))
def test_every_value_is_that_of_the_definition(case, alpha, most):
    pixels, errors = counted(slow_errors(case)), counted(slow_normalized(case))
    values = {
        mean_pixel_error(*case.points): average(pixels),
        nme(*case.arguments): average(errors),
        pck(*case.arguments, alpha): average([error <= alpha for error in errors]),
        area_under_pck(*case.arguments, most): average([max(0.0, 1 - error / most) for error in errors]),
    }
    for found, expected in values.items():
        assert (found.dtype, found.shape) == (torch.float64, ())
        assert found.item() == pytest.approx(expected, rel=1e-12, abs=1e-15, nan_ok=True)


@given(poses(), ALPHAS)
def test_counts_are_those_of_each_keypoint(case, alpha):
    columns = list(zip(*slow_normalized(case), strict=True)) or [()] * case.visible.shape[1]
    known = [[error for error in column if error is not None] for column in columns]
    found = pck_counts(*case.arguments, alpha)
    assert found.dtype == torch.int64
    assert found.tolist() == [[sum(e <= alpha for e in column) for column in known], [len(column) for column in known]]
    sums = error_sums(normalized_errors(*case.arguments))
    assert sums[0].tolist() == pytest.approx([sum(column) for column in known], rel=1e-12)
    assert sums[1].tolist() == found[1].tolist()


@given(poses(), st.lists(ALPHAS))
def test_a_curve_is_pck_at_each_tolerance(case, alphas):
    expected = torch.tensor([pck(*case.arguments, alpha) for alpha in alphas], dtype=torch.float64)
    found = pck_curve(*case.arguments, alphas)
    assert found.dtype == torch.float64
    assert torch.equal(found.nan_to_num(-1), expected.nan_to_num(-1))


@given(poses(), st.sampled_from((0.05, 0.5, 2.0)))
def test_the_area_is_that_under_the_steps(case, most):
    """By trapezoids of scikit-learn between the ends of all steps, where they are exact."""
    errors = counted(slow_normalized(case))
    assume(errors)
    ends = sorted({error for error in errors if error <= most} | {0.0, most})
    below = [average([error < end for error in errors]) for end in ends]
    within = [average([error <= end for error in errors]) for end in ends]
    area = sklearn_metrics.auc(
        [end for end in ends for _ in range(2)],
        [height for two in zip(below, within, strict=True) for height in two],
    )
    assert area_under_pck(*case.arguments, most).item() == pytest.approx(area / most, rel=1e-12, abs=1e-15)


def test_a_finer_grid_comes_nearer_to_the_area():
    random = torch.Generator().manual_seed(1)
    pred, target = 10 * torch.rand(2, 50, 7, 2, generator=random)
    case = Poses(pred, target, torch.ones(50, 7, dtype=torch.bool), torch.full((50,), 30.0))
    area = area_under_pck(*case.arguments, 0.4).item()
    curve = pck_curve(*case.arguments, torch.linspace(0, 0.4, 40_001, dtype=torch.float64).tolist())
    assert curve.mean().item() == pytest.approx(area, abs=1e-4)
    assert 0.2 < area < 0.8


@given(poses(), st.integers(-50, 50), st.integers(-50, 50))
def test_moving_everything_changes_nothing(case, x, y):
    moved = case.moved(lambda points: points + torch.tensor([x, y]))
    assert torch.equal(pixel_errors(*moved.points).nan_to_num(-1), pixel_errors(*case.points).nan_to_num(-1))
    assert all(same(value(*moved.arguments), value(*case.arguments)) for value in BY_REFERENCE)


@given(poses(), st.sampled_from((0.125, 2.0, 64.0)))
def test_scaling_everything_changes_nothing_but_pixels(case, factor):
    scaled = replace(case.moved(lambda points: points * factor), reference=case.reference * factor)
    for value in BY_REFERENCE:
        assert torch.equal(value(*scaled.arguments).nan_to_num(-1), value(*case.arguments).nan_to_num(-1))
    assert same(mean_pixel_error(*scaled.points), factor * mean_pixel_error(*case.points))


@given(poses())
def test_a_quarter_turn_and_a_mirror_change_nothing(case):
    case = replace(case, pred=case.pred.nan_to_num(math.nan, math.nan, math.nan))  # 0 · ∞ is NaN in a matrix product
    for move in (lambda points: points @ QUARTER_TURN, lambda points: points.flip(-1), lambda points: -points):
        assert all(same(value(*case.moved(move).arguments), value(*case.arguments)) for value in BY_REFERENCE)


@given(poses(missing=False), st.floats(0, 7))
def test_turning_by_any_angle_changes_no_mean(case, angle):
    turn = torch.tensor([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]], dtype=torch.float64)
    turned = case.moved(lambda points: points @ turn)
    for value in (nme, lambda *arguments: area_under_pck(*arguments, 0.5)):
        assert value(*turned.arguments).item() == pytest.approx(value(*case.arguments).item(), abs=1e-9, nan_ok=True)


@given(poses(), st.data())
def test_permuting_images_or_keypoints_changes_nothing(case, data):
    images, points = (torch.tensor(data.draw(st.permutations(range(n))), dtype=int) for n in case.visible.shape)
    other = case.take(images).reorder(points)
    assert all(same(value(*other.arguments), value(*case.arguments)) for value in BY_REFERENCE)
    assert same(mean_pixel_error(*other.points), mean_pixel_error(*case.points))
    assert torch.equal(pck_counts(*other.arguments, 0.25), pck_counts(*case.arguments, 0.25)[:, points])


@given(poses(), st.integers(0, 4), ALPHAS)
def test_batches_add_up(case, first, alpha):
    parts = (case.take(slice(first)), case.take(slice(first, None)))
    assert torch.equal(sum(pck_counts(*part.arguments, alpha) for part in parts), pck_counts(*case.arguments, alpha))
    total, number = sum(error_sums(pixel_errors(*part.points)) for part in parts).sum(1)
    assert same(total / number, mean_pixel_error(*case.points))


@given(poses())
def test_a_curve_rises_within_zero_and_one_and_so_does_its_area(case):
    assume(counted(slow_normalized(case)))
    alphas = [0.0, 0.01, 0.1, 0.2, 0.7, 5.0, 1e300]
    curve = pck_curve(*case.arguments, alphas)
    areas = torch.tensor([area_under_pck(*case.arguments, alpha) for alpha in alphas[1:]])
    for values in (curve, areas):
        assert (values.diff() >= 0).all()
        assert values[0] >= 0
        assert values[-1] <= 1
    assert (areas <= curve[1:]).all()


@given(poses(missing=False))
def test_a_perfect_prediction(case):
    assume(case.visible.any())
    perfect = replace(case, pred=case.target)
    assert mean_pixel_error(*perfect.points) == nme(*perfect.arguments) == 0
    assert pck(*perfect.arguments, 0.0) == area_under_pck(*perfect.arguments, 1e-300) == 1


@given(poses(), st.sampled_from((math.nan, math.inf, 7.0)))
def test_what_stands_at_invisible_points_does_not_matter(case, anything):
    other = case.moved(lambda points: points.masked_fill(~case.visible[..., None], anything))
    for value in BY_REFERENCE:
        assert torch.equal(value(*other.arguments).nan_to_num(-1), value(*case.arguments).nan_to_num(-1))


@given(poses(), st.sampled_from((math.nan, math.inf, -math.inf)), st.integers(0, 1))
def test_not_to_predict_a_visible_point_never_pays(case, nothing, axis):
    assume(case.visible.any())
    image, keypoint = case.visible.nonzero()[0].tolist()
    pred = case.pred.clone()
    pred[image, keypoint, axis] = nothing
    other = replace(case, pred=pred)
    assert pixel_errors(*other.points)[image, keypoint] == math.inf
    assert mean_pixel_error(*other.points) == math.inf
    before, after = (BY_REFERENCE[2](*c.arguments).nan_to_num(0) for c in (case, other))
    assert (after <= before).all()
    assert BY_REFERENCE[3](*other.arguments).nan_to_num(0) <= BY_REFERENCE[3](*case.arguments).nan_to_num(0)


@pytest.mark.parametrize("empty", [(0, 3), (2, 0), (2, 3)], ids=str)
def test_where_no_point_is_visible_there_is_no_value(empty):
    nowhere = torch.full((*empty, 2), math.nan)
    case = Poses(0 * nowhere, nowhere, torch.zeros(empty) > 0, torch.ones(empty[0]))
    assert mean_pixel_error(*case.points).isnan()
    assert all(value(*case.arguments).isnan().all() for value in BY_REFERENCE)
    assert not pck_counts(*case.arguments, 1.0).any()
    assert not error_sums(pixel_errors(*case.points)).any()


def test_images_without_a_scale_count_in_pixels_only():
    points = torch.tensor([[[3.0, 4.0]], [[0.0, 1.0]], [[0.0, 2.0]]])
    case = Poses(points, 0 * points, torch.ones(3, 1) > 0, torch.tensor([10.0, math.nan, 0.0]))
    assert mean_pixel_error(*case.points).item() == pytest.approx(8 / 3)
    assert nme(*case.arguments) == 0.5
    assert pck_counts(*case.arguments, 1.0).tolist() == [[1], [1]]


def test_exactly_on_the_threshold_is_within_whatever_floating_point_makes_of_the_product():
    """0.29 · 100 is less than 29; the quotient 29 / 100 is 0.29."""
    zero, length = torch.zeros(1, 1, 2), torch.tensor([100.0])
    for hundredths in range(1, 200):
        arguments = (torch.tensor([[[float(hundredths), 0.0]]]), zero, SEEN, length)
        assert pck(*arguments, hundredths / 100) == pck_curve(*arguments, [hundredths / 100]) == 1
        assert pck(*arguments, math.nextafter(hundredths / 100, 0)) == 0


def test_pckh_is_pck_in_parts_of_the_head_size():
    pred = torch.tensor([[[15.0, 0.0], [0.0, 15.25], [9.0, 12.0]]])
    boxes = torch.tensor([[10.0, 10.0, 40.0, 50.0]])  # diagonal 50, head size 30
    arguments = (pred, 0 * pred, torch.ones(1, 3) > 0)
    assert pckh(*arguments, boxes).item() == pytest.approx(2 / 3)
    assert pckh(*arguments, boxes, 0.49) == 0
    assert pckh(*arguments, boxes, 0.6) == pck(*arguments, head_size(boxes), 0.6) == 1


def test_pck_and_nme_have_several_values():
    """Two images and three keypoints, of which the second image shows two: what docs/metrics.md tells of."""
    nan = math.nan
    pred = torch.tensor([[[5.0, 0.0], [0.0, 5.0], [12.0, 16.0]], [[nan, nan], [30.0, 0.0], [0.0, 1.0]]])
    visible = torch.tensor([[True, True, True], [False, True, True]])
    arguments = (pred, torch.zeros(2, 3, 2), visible, torch.full((2,), 50.0))
    errors = normalized_errors(*arguments)
    expected = [[0.1, 0.1, 0.4], [nan, 0.6, 0.02]]
    assert all(a == pytest.approx(b, nan_ok=True) for a, b in zip(errors.tolist(), expected, strict=True))

    assert pck(*arguments, 0.1).item() == 0.6  # ours
    within, number = pck_counts(*arguments, 0.1)
    assert (within / number).mean().item() == pytest.approx(2 / 3)  # mean over keypoints, if mmpose had ≤
    by_image = [((row <= 0.1).sum() / (~row.isnan()).sum()).item() for row in errors]
    assert average(by_image) == pytest.approx(0.5833, abs=1e-4)
    strictly = (errors < 0.1).sum() / visible.sum()
    assert strictly.item() == pytest.approx(0.2)
    of_keypoints = [((column < 0.1).sum() / (~column.isnan()).sum()).item() for column in errors.T]
    assert average(of_keypoints) == pytest.approx(0.1667, abs=1e-4)  # mmpose

    assert nme(*arguments).item() == pytest.approx(0.244)  # ours, mmpose
    assert errors.nanmean(1).mean().item() == pytest.approx(0.255)  # 300-W
    assert errors.nanmean(0).mean().item() == pytest.approx(0.22)


@pytest.mark.parametrize("alpha", [-0.1, math.nan, math.inf])
def test_a_tolerance_that_is_none_is_an_error(alpha):
    arguments = (torch.zeros(1, 1, 2), torch.zeros(1, 1, 2), SEEN, torch.ones(1))
    message = f": expected a fraction of the reference length, at least 0, got {alpha}"
    for call, name in (
        (lambda: pck(*arguments, alpha), "alpha"),
        (lambda: pck_curve(*arguments, [0.1, alpha]), "alphas"),
        (lambda: area_under_pck(*arguments, alpha), "alpha_max"),
    ):
        with pytest.raises(ValueError, match=name + message):
            call()
    with pytest.raises(ValueError, match="alpha_max: expected more than 0, got 0"):
        area_under_pck(*arguments, 0.0)


@pytest.mark.parametrize("errors", [torch.zeros(3), torch.zeros(2, 3, dtype=torch.int64)], ids=str)
def test_what_are_no_errors_is_an_error(errors):
    with pytest.raises(ValueError, match=r"errors: expected floats of shape \(N, K\), got torch"):
        error_sums(errors)


def test_the_examples_in_docstrings_are_true():
    found = doctest.testmod(keypoints)
    assert found.attempted
    assert not found.failed


def test_the_example_in_the_documentation_is_true(capsys):
    text = (Path(__file__).parents[3] / "docs" / "metrics.md").read_text(encoding="utf-8")
    section = text.split("## Keypoints", 1)[1]
    code, output = re.search(r"```python\n(.*?)```\n\n```\n(.*?)```", section, re.DOTALL).groups()
    exec(code, {})
    assert capsys.readouterr().out == output


@needs_cuda
@settings(deadline=None)
@given(poses())
def test_a_gpu_gives_the_same_values(case):
    there = Poses(*(part.cuda() for part in case.arguments))
    for value in BY_REFERENCE:
        assert value(*there.arguments).is_cuda
        assert same(value(*there.arguments), value(*case.arguments))
    assert torch.equal(pck_counts(*there.arguments, 0.25).cpu(), pck_counts(*case.arguments, 0.25))
