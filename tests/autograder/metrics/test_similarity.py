import doctest
import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.metrics import object_keypoint_similarity, similarity
from tests.autograder.metrics.poses import poses

ONE = torch.ones(1, 1) > 0


def some_sigmas(case):
    return torch.linspace(0.025, 0.107, case.visible.shape[1], dtype=torch.float64)


def by_coco(predicted, true, seen, area, sigmas):
    """Of one object, from the formula of COCO's page, keypoint by keypoint."""
    if not any(seen) or math.isnan(area) or area == 0:
        return math.nan
    s, total = math.sqrt(area), 0.0
    for (x, y), (u, v), counts, sigma in zip(predicted, true, seen, sigmas, strict=True):
        if counts and math.isfinite(x) and math.isfinite(y):
            d, k = math.dist((x, y), (u, v)), 2 * sigma
            total += math.exp(-(d**2) / (2 * s**2 * k**2))
    return total / sum(seen)


@given(poses())
def test_it_is_that_of_coco(case):
    sigmas = some_sigmas(case)
    found = object_keypoint_similarity(*case.arguments, sigmas)
    assert found.dtype == torch.float64
    objects = zip(*(part.tolist() for part in case.arguments), strict=True)
    expected = [by_coco(*one, sigmas.tolist()) for one in objects]
    assert found.tolist() == pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)


@given(poses(missing=False))
def test_agrees_with_the_arrays_of_cocos_code(case):
    """`computeOks`: variances (2σ)², and the machine epsilon added to the area."""
    sigmas = some_sigmas(case)
    found = object_keypoint_similarity(*case.arguments, sigmas)
    for number, (pred, true, seen, area) in enumerate(zip(*(part.numpy() for part in case.arguments), strict=True)):
        if seen.any():
            squares = ((pred - true) ** 2).sum(1)[seen]
            e = squares / ((2 * sigmas.numpy()) ** 2)[seen] / (area + np.spacing(1)) / 2
            assert found[number].item() == pytest.approx(np.exp(-e).sum() / seen.sum(), rel=1e-9, abs=1e-12)


def test_a_point_at_the_distance_s_times_k_has_the_similarity_of_one_standard_deviation():
    pred = torch.tensor([[[8.0, 0.0]]])  # s = 40, k = 2 · 0.1
    found = object_keypoint_similarity(pred, 0 * pred, ONE, torch.tensor([1600.0]), torch.tensor([0.1]))
    assert found.item() == pytest.approx(math.exp(-0.5), rel=1e-7)  # 0.1 is a float32


@given(poses(missing=False), st.sampled_from((0.5, 2.0, 8.0)))
def test_scaling_points_and_area_changes_nothing(case, factor):
    scaled = replace(case.moved(lambda points: points * factor), reference=case.reference * factor**2)
    sigmas = some_sigmas(case)
    expected = object_keypoint_similarity(*case.arguments, sigmas).tolist()
    assert object_keypoint_similarity(*scaled.arguments, sigmas).tolist() == pytest.approx(expected, nan_ok=True)


@given(poses(), st.data())
def test_images_keep_their_order_and_keypoints_need_none(case, data):
    images, points = (torch.tensor(data.draw(st.permutations(range(n))), dtype=int) for n in case.visible.shape)
    sigmas = some_sigmas(case)
    found = object_keypoint_similarity(*case.take(images).reorder(points).arguments, sigmas[points])
    expected = object_keypoint_similarity(*case.arguments, sigmas)[images]
    assert found.tolist() == pytest.approx(expected.tolist(), rel=1e-12, nan_ok=True)


def test_what_is_not_predicted_is_not_similar():
    pred = torch.tensor([[[math.nan, 0.0], [0.0, 0.0]]])
    found = object_keypoint_similarity(pred, torch.zeros(1, 2, 2), ONE.expand(1, 2), torch.ones(1), torch.ones(2))
    assert found.item() == 0.5


@pytest.mark.parametrize("sigma", [0.0, -0.125, math.nan, math.inf])
def test_a_sigma_that_cannot_be_is_an_error(sigma):
    points = torch.zeros(1, 2, 2)
    with pytest.raises(ValueError, match=f"sigmas: expected positive numbers, got {sigma} for keypoint 1"):
        object_keypoint_similarity(points, points, ONE.expand(1, 2), torch.ones(1), torch.tensor([0.1, sigma]))


def test_what_does_not_fit_is_an_error():
    points = torch.zeros(1, 1, 2)
    with pytest.raises(ValueError, match=r"sigmas: expected shape \(1,\), got \(2,\)"):
        object_keypoint_similarity(points, points, ONE, torch.ones(1), torch.ones(2))
    with pytest.raises(ValueError, match=r"area_px2: expected a finite size, or NaN for none, got -1\.0 for image 0"):
        object_keypoint_similarity(points, points, ONE, -torch.ones(1), torch.ones(1))


def test_the_example_in_the_docstring_is_true():
    found = doctest.testmod(similarity)
    assert found.attempted
    assert not found.failed
