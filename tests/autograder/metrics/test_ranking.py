import doctest
import math

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score
from torchmetrics.functional.classification import multiclass_average_precision

from autograder.metrics import average_precision, ranking
from tests.autograder.metrics.labels import maps, needs_cuda

SEEN = st.integers(1, 3)
IGNORED = st.sampled_from((None, 255, -1))


@st.composite
def scored_maps(draw, ignored=IGNORED):
    """Label maps, and scores of few distinct values, so that ties are many."""
    case = draw(maps(images=SEEN, ignored=ignored))
    random = torch.Generator().manual_seed(draw(st.integers(0, 2**32)))
    shape = (len(case.target), case.classes, *case.target.shape[1:])
    return case, torch.randint(draw(st.sampled_from((1, 2, 5, 1000))), shape, generator=random) / 1000


def by_thresholds(scores, positive):
    """Count anew for each distinct score: O(n²)."""
    total, recall = 0.0, 0.0
    for threshold in sorted(set(scores), reverse=True):
        picked = [is_one for score, is_one in zip(scores, positive, strict=True) if score >= threshold]
        total += (sum(picked) / sum(positive) - recall) * sum(picked) / len(picked)
        recall = sum(picked) / sum(positive)
    return total


def flat(case, scores):
    """Scores (pixels, K) and labels (pixels,) of what is not ignored."""
    counted = case.target != case.ignore if case.ignore is not None else torch.ones_like(case.target) > 0
    return scores.movedim(1, -1)[counted], case.target[counted]


def per_class(case, scores, metric):
    rows, labels = flat(case, scores)
    return [
        metric(rows[:, k].tolist(), (labels == k).tolist()) if (labels == k).any() else math.nan
        for k in range(case.classes)
    ]


@given(scored_maps())
def test_is_the_step_wise_sum(scored):
    case, scores = scored
    found = average_precision(scores, case.target, case.ignore)
    assert found.dtype == torch.float64
    assert found.tolist() == pytest.approx(per_class(case, scores, by_thresholds), rel=1e-12, nan_ok=True)


@given(scored_maps())
def test_agrees_with_scikit_learn(scored):
    case, scores = scored
    expected = per_class(case, scores, lambda ranks, positive: average_precision_score(positive, ranks))
    assert average_precision(scores, case.target, case.ignore).tolist() == pytest.approx(expected, nan_ok=True)


@given(scored_maps(ignored=st.none()))
def test_agrees_with_torchmetrics_on_classes_that_are_there(scored):
    case, scores = scored
    assume(case.classes > 1)  # to torchmetrics one class is no classification
    rows, labels = flat(case, scores)
    expected = multiclass_average_precision(rows, labels, case.classes, average="none")
    found = average_precision(scores, case.target)
    present = ~found.isnan()
    assert found[present].tolist() == pytest.approx(expected[present].tolist(), abs=1e-5)


@given(scored_maps())
def test_only_the_order_of_scores_matters(scored):
    case, scores = scored
    expected = average_precision(scores, case.target, case.ignore)
    for same in (scores.double() * 3 - 7, scores.exp(), torch.where(scores == scores.max(), torch.inf, scores)):
        found = average_precision(same, case.target, case.ignore)
        assert torch.equal(found.nan_to_num(-1), expected.nan_to_num(-1))


@given(scored_maps(), st.data())
def test_the_order_of_pixels_and_classes_does_not_matter(scored, data):
    case, scores = scored
    rows, labels = flat(case, scores)
    expected = average_precision(scores, case.target, case.ignore)
    order = torch.tensor(data.draw(st.permutations(range(len(labels)))), dtype=torch.int64)
    found = average_precision(rows[order], labels[order])
    assert torch.equal(found.nan_to_num(-1), expected.nan_to_num(-1))
    permuted = torch.tensor(data.draw(st.permutations(range(case.classes))))
    found = average_precision(rows[:, permuted.argsort()], permuted[labels])
    assert torch.equal(found[permuted].nan_to_num(-1), expected.nan_to_num(-1))


@given(scored_maps())
def test_scores_that_separate_give_one(scored):
    case, scores = scored
    labels = torch.arange(case.classes)[:, None, None] == case.target[:, None]
    found = average_precision(scores + 2 * labels, case.target, case.ignore)
    assert found.nan_to_num(1.0).tolist() == [1.0] * case.classes


def test_equal_scores_give_the_share_of_the_class():
    """Whatever the order of the pixels: sorting alone would reward a lucky one."""
    for target in ([0, 1, 1, 1], [1, 1, 1, 0]):
        found = average_precision(torch.zeros(4, 2), torch.tensor(target))
        assert found.tolist() == [0.25, 0.75]


def test_an_absent_class_and_an_image_of_ignored_pixels_have_no_value():
    scores = torch.rand(1, 3, 2, 2)
    assert average_precision(scores, torch.zeros(1, 2, 2, dtype=torch.uint8)).isnan().tolist() == [False, True, True]
    assert average_precision(scores, torch.full((1, 2, 2), 255), ignore=255).isnan().all()
    assert average_precision(scores[:0], torch.zeros(0, 2, 2, dtype=torch.uint8)).isnan().all()


def test_dtypes_gradients_and_layout_do_not_matter():
    random = torch.Generator().manual_seed(1)
    scores = torch.randint(0, 9, (2, 3, 4, 5), generator=random)
    target = torch.randint(0, 3, (2, 4, 5), generator=random)
    expected = average_precision(scores, target)
    for same in (scores.half(), scores.bfloat16(), scores.byte(), scores.double().requires_grad_()):
        found = average_precision(same.movedim(1, -1).contiguous().movedim(-1, 1), target.to(torch.uint8))
        assert torch.equal(found, expected)
        assert not found.requires_grad


def test_what_does_not_fit_is_an_error():
    scores, target = torch.zeros(2, 3, 4, 5), torch.zeros(2, 4, 5, dtype=torch.uint8)
    with pytest.raises(ValueError, match=r"target: expected the shape of scores without classes, \(2, 4, 5\), got"):
        average_precision(scores, target.movedim(1, 2))
    with pytest.raises(ValueError, match=r"scores: expected shape \(N, K, …\), got \(4,\)"):
        average_precision(torch.zeros(4), torch.zeros(4).int())
    with pytest.raises(TypeError, match="scores: expected real numbers"):
        average_precision(scores.to(torch.complex64), target)
    with pytest.raises(TypeError, match=r"target: expected class numbers of an integer dtype, got torch\.float32"):
        average_precision(scores, target.float())
    with pytest.raises(ValueError, match=r"target: expected a class from 0 to 2, got 3 at \(0, 0, 0\)"):
        average_precision(scores, target + 3)
    with pytest.raises(ValueError, match="target: expected the device of scores, cpu, got meta"):
        average_precision(scores, target.to("meta"))


def test_a_score_that_is_nan_is_an_error_unless_ignored():
    scores, target = torch.zeros(2, 3, 4), torch.zeros(2, 4, dtype=torch.uint8)
    scores[1, 2, 3] = torch.nan
    with pytest.raises(ValueError, match=r"scores: expected numbers, got NaN at \(1, 2, 3\)"):
        average_precision(scores, target)
    target[1, 3] = 255
    assert average_precision(scores, target, ignore=255).tolist()[0] == 1.0


def test_the_example_in_the_docstring_is_true():
    found = doctest.testmod(ranking)
    assert found.attempted
    assert not found.failed


@needs_cuda
@settings(deadline=None)
@given(scored_maps())
def test_a_gpu_gives_the_same_values(scored):
    case, scores = scored
    found = average_precision(scores.cuda(), case.target.cuda(), case.ignore)
    expected = average_precision(scores, case.target, case.ignore)
    assert found.tolist() == pytest.approx(expected.tolist(), rel=1e-12, nan_ok=True)
