import doctest
import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from autograder.metrics import boundary, boundary_counts, boundary_iou, confusion_matrix, iou_per_class
from tests.autograder.metrics.labels import SIGNED, maps, needs_cuda

RATIOS = st.sampled_from((0.02, 0.15, 0.3, 0.5, 1.0))


def blobs(seed, shape=(2, 40, 30), labels=(0, 1, 2, 3)):
    """Smooth regions, as label maps have."""
    noise = np.random.default_rng(seed).standard_normal((len(labels), *shape))
    return torch.from_numpy(np.array(labels)[ndimage.gaussian_filter(noise, (0, 0, 4, 4)).argmax(0)])


def by_erosion(pred, target, classes, ignore, dilation_ratio):
    """As the authors compute it: a mask minus its erosion by 3 × 3, d times, with nothing beyond the image."""
    both, either = np.zeros(classes, int), np.zeros(classes, int)
    for found, true in zip(pred.numpy(), target.numpy(), strict=True):
        times = max(1, round(dilation_ratio * math.hypot(*true.shape)))
        counted = true != ignore if ignore is not None else np.ones_like(true, bool)
        for k in range(classes):
            masks = [(labels == k) & counted for labels in (found, true)]
            one, other = (m & ~ndimage.binary_erosion(m, np.ones((3, 3)), iterations=times) for m in masks)
            both[k] += (one & other).sum()
            either[k] += (one | other).sum()
    return [both.tolist(), either.tolist()]


@given(maps(images=st.integers(1, 3)), RATIOS)
def test_counts_are_those_of_eroded_masks(case, ratio):
    assert boundary_counts(*case.arguments, ratio).tolist() == by_erosion(*case.arguments, ratio)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("ratio", [0.02, 0.05, 0.1])
def test_counts_of_smooth_regions_are_those_of_eroded_masks(seed, ratio):
    target = blobs(seed, labels=(0, 1, 2, 3, 255))
    random = torch.Generator().manual_seed(seed)
    speckled = (target == 255) | (torch.rand(target.shape, generator=random) < 0.02)
    pred = torch.where(speckled, blobs(seed + 100), target)
    found = boundary_counts(pred, target, 4, 255, ratio)
    assert found.dtype == torch.int64
    assert found.tolist() == by_erosion(pred, target, 4, 255, ratio)
    assert found[1].min() > 0


@given(maps(), RATIOS)
def test_the_value_is_the_ratio_of_counts_of_all_images(case, ratio):
    counts = [boundary_counts(p, t, *case.arguments[2:], ratio) for p, t in zip(case.pred, case.target, strict=True)]
    both, either = sum(counts, torch.zeros(2, case.classes, dtype=torch.int64)).tolist()
    expected = [part / whole if whole else math.nan for part, whole in zip(both, either, strict=True)]
    found = boundary_iou(*case.arguments, ratio)
    assert found.dtype == torch.float64
    assert found.tolist() == pytest.approx(expected, rel=1e-12, nan_ok=True)


@given(maps(images=st.integers(1, 2)))
def test_where_all_is_near_an_outline_it_is_the_iou(case):
    found = boundary_iou(*case.arguments, dilation_ratio=1.0)
    expected = iou_per_class(confusion_matrix(*case.arguments))
    assert torch.equal(found.nan_to_num(-1), expected.nan_to_num(-1))


@given(maps(images=st.integers(1, 3)), RATIOS)
def test_a_perfect_prediction_gives_one_and_what_is_ignored_does_not_matter(case, ratio):
    is_class = (case.target >= 0) & (case.target < case.classes)
    for elsewhere in (0, case.classes - 1):
        pred = case.target.where(is_class, elsewhere)
        found = boundary_iou(pred, *case.arguments[1:], ratio)
        assert found.nan_to_num(1.0).tolist() == [1.0] * case.classes
        other = torch.where(is_class, case.pred, elsewhere)
        assert torch.equal(boundary_counts(other, *case.arguments[1:], ratio), boundary_counts(*case.arguments, ratio))


@given(maps(images=st.integers(1, 2)), RATIOS, st.data())
def test_mirroring_changes_nothing_and_permuting_classes_permutes(case, ratio, data):
    expected = boundary_counts(*case.arguments, ratio)
    for turn in (lambda m: m.flip(-1), lambda m: m.flip(-2), lambda m: m.transpose(-1, -2)):
        assert torch.equal(boundary_counts(turn(case.pred), turn(case.target), *case.arguments[2:], ratio), expected)
    order = torch.tensor(data.draw(st.permutations(range(case.classes))))
    is_class = (case.target >= 0) & (case.target < case.classes)
    target = torch.where(is_class, order[case.target.where(is_class, 0)], case.target)
    assert torch.equal(boundary_counts(order[case.pred], target, *case.arguments[2:], ratio)[:, order], expected)


def test_the_distance_grows_with_the_diagonal():
    """A square of 60 in an image of 90 × 120, diagonal 150: d = 3, so a ring of 60² − 54² pixels."""
    target = torch.zeros(90, 120, dtype=torch.uint8)
    target[15:75, 30:90] = 1
    both, either = boundary_counts(target, target, 2).tolist()
    assert both[1] == either[1] == 60**2 - 54**2
    assert both[0] == 90 * 120 - 84 * 114 + 66**2 - 60**2


def test_a_large_object_does_not_hide_its_outline():
    target = torch.zeros(100, 100, dtype=torch.uint8)
    target[10:90, 10:90] = 1
    pred = torch.zeros_like(target)
    pred[13:87, 13:87] = 1
    assert iou_per_class(confusion_matrix(pred, target, 2))[1] == 74**2 / 80**2
    assert boundary_iou(pred, target, 2)[1] == 0


def test_images_without_a_pixel_that_counts_have_no_value():
    void = torch.full((2, 4, 4), 255)
    assert boundary_iou(void * 0, void, 3, ignore=255).isnan().all()
    assert boundary_iou(void[:0], void[:0], 3).isnan().all()


@pytest.mark.parametrize("dtype", [torch.uint8, torch.uint16, *SIGNED], ids=str)
def test_dtypes_do_not_matter(dtype):
    pred, target = blobs(1), blobs(2)
    expected = boundary_counts(pred, target, 4, 120)
    assert torch.equal(boundary_counts(pred.to(dtype), target.to(dtype), 4, 120), expected)


def test_what_does_not_fit_is_an_error():
    labels = torch.zeros(4, 4, dtype=torch.uint8)
    with pytest.raises(
        ValueError, match=r"target: expected images of shape \(H, W\) or \(N, H, W\), got shape \(16,\)"
    ):
        boundary_iou(labels.flatten(), labels.flatten(), 2)
    for ratio in (0.0, -1.0, 1.5, math.nan):
        with pytest.raises(ValueError, match="dilation_ratio: expected a fraction"):
            boundary_iou(labels, labels, 2, dilation_ratio=ratio)
    with pytest.raises(ValueError, match=r"pred: expected a class from 0 to 1, got 2 at \(0, 0\)"):
        boundary_iou(labels + 2, labels, 2)
    with pytest.raises(ValueError, match="pred: expected the shape of target"):
        boundary_iou(labels[:2], labels, 2)
    with pytest.raises(TypeError, match="target: expected class numbers of an integer dtype"):
        boundary_iou(labels, labels.float(), 2)


def test_the_example_in_the_docstring_is_true():
    found = doctest.testmod(boundary)
    assert found.attempted
    assert not found.failed


@needs_cuda
@settings(deadline=None)
@given(maps(), RATIOS)
def test_a_gpu_counts_the_same(case, ratio):
    found = boundary_counts(case.pred.cuda(), case.target.cuda(), *case.arguments[2:], ratio)
    assert found.is_cuda
    assert torch.equal(found.cpu(), boundary_counts(*case.arguments, ratio))
