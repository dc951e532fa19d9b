import doctest
import math
import re
from pathlib import Path

import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn import metrics as sklearn_metrics
from torchmetrics.classification import MulticlassJaccardIndex
from torchmetrics.functional import classification as torchmetrics
from torchmetrics.segmentation import MeanIoU

from autograder.metrics import (
    confusion,
    confusion_matrix,
    dice_per_class,
    frequency_weighted_iou,
    iou_per_class,
    mean_accuracy,
    mean_dice,
    mean_iou,
    pixel_accuracy,
    precision_per_class,
    recall_per_class,
    segmentation,
)
from tests.autograder.metrics.labels import maps, needs_cuda

PER_CLASS = (recall_per_class, precision_per_class, iou_per_class, dice_per_class)
MEANS = {mean_accuracy: recall_per_class, mean_iou: iou_per_class, mean_dice: dice_per_class}
SCALARS = (pixel_accuracy, frequency_weighted_iou, *MEANS)
SEEN = st.integers(1, 3)
SEVERAL = st.integers(2, 6)


def ratio(part: int, whole: int) -> float:
    return part / whole if whole else math.nan


def by_sets(case):
    """Every metric from sets of places, class by class."""
    counted = [i for i, label in enumerate(case.target.flatten().tolist()) if label != case.ignore]
    target, pred = case.target.flatten().tolist(), case.pred.flatten().tolist()
    true = [{i for i in counted if target[i] == k} for k in range(case.classes)]
    found = [{i for i in counted if pred[i] == k} for k in range(case.classes)]
    pairs = list(zip(true, found, strict=True))
    values = {
        recall_per_class: [ratio(len(t & p), len(t)) for t, p in pairs],
        precision_per_class: [ratio(len(t & p), len(p)) for t, p in pairs],
        iou_per_class: [ratio(len(t & p), len(t | p)) for t, p in pairs],
        dice_per_class: [ratio(2 * len(t & p), len(t) + len(p)) for t, p in pairs],
        pixel_accuracy: ratio(sum(target[i] == pred[i] for i in counted), len(counted)),
        frequency_weighted_iou: ratio(sum(len(t) * ratio(len(t & p), len(t | p)) for t, p in pairs if t), len(counted)),
    }
    for mean, per_class in MEANS.items():
        known = [value for value in values[per_class] if not math.isnan(value)]
        values[mean] = ratio(sum(known), len(known))
    return values


@given(maps())
def test_every_metric_is_that_of_the_definition(case):
    counts = confusion_matrix(*case.arguments)
    for metric, expected in by_sets(case).items():
        found = metric(counts)
        assert found.dtype == torch.float64
        assert found.tolist() == pytest.approx(expected, rel=1e-12, nan_ok=True), metric.__name__


def test_mean_iou_has_several_values():
    """Two images, three classes: four numbers that are all called mean IoU. Ours is that of the data set."""
    target = torch.tensor([[[0, 0, 0, 1]], [[1, 1, 2, 2]]])
    pred = torch.tensor([[[0, 0, 1, 1]], [[1, 2, 2, 2]]])
    ours = confusion_matrix(pred, target, 3)
    assert mean_iou(ours).item() == pytest.approx((2 / 3 + 1 / 2 + 2 / 3) / 3)  # 0.611
    assert MulticlassJaccardIndex(3)(pred, target).item() == pytest.approx(0.6111, abs=1e-4)

    pairs = MeanIoU(num_classes=3, input_format="index")(pred, target)  # every class of every image counts once
    assert pairs.item() == pytest.approx(7 / 12)  # 0.583

    micro = MulticlassJaccardIndex(3, average="micro")(pred, target)  # all classes in one ratio, as smp's "micro"
    assert micro.item() == pytest.approx(0.6)

    each = [iou_per_class(confusion_matrix(p, t, 3)) for p, t in zip(pred, target, strict=True)]
    with_ones = torch.stack(each).nan_to_num(1.0)  # mean of images, an absent class counts as right
    assert with_ones.mean().item() == pytest.approx(13 / 18)  # 0.722


@given(maps(images=SEEN, classes=SEVERAL))
def test_agrees_with_torchmetrics_where_it_means_the_same(case):
    """It gives 0 where a class is absent, and leaves such classes out of the mean of IoUs."""
    counts = confusion_matrix(*case.arguments)
    options = {"num_classes": case.classes, "ignore_index": case.ignore}
    for metric, theirs in (
        (iou_per_class, torchmetrics.multiclass_jaccard_index),
        (recall_per_class, torchmetrics.multiclass_recall),
        (precision_per_class, torchmetrics.multiclass_precision),
        (dice_per_class, torchmetrics.multiclass_f1_score),
    ):
        expected = theirs(case.pred, case.target, average="none", **options)
        assert metric(counts).nan_to_num(0.0).tolist() == pytest.approx(expected.tolist(), abs=1e-6)
    assume(counts.any())
    expected = torchmetrics.multiclass_jaccard_index(case.pred, case.target, average="macro", **options)
    assert mean_iou(counts).item() == pytest.approx(expected.item(), abs=1e-6)
    expected = torchmetrics.multiclass_accuracy(case.pred, case.target, average="micro", **options)
    assert pixel_accuracy(counts).item() == pytest.approx(expected.item(), abs=1e-6)


@given(maps(images=SEEN, ignored=st.none()))
def test_agrees_with_scikit_learn(case):
    counts, target, pred = confusion_matrix(*case.arguments), case.target.flatten(), case.pred.flatten()
    options = {"average": None, "zero_division": 0, "labels": list(range(case.classes))}
    for metric, theirs in (
        (iou_per_class, sklearn_metrics.jaccard_score),
        (recall_per_class, sklearn_metrics.recall_score),
        (precision_per_class, sklearn_metrics.precision_score),
        (dice_per_class, sklearn_metrics.f1_score),
    ):
        assert metric(counts).nan_to_num(0.0).tolist() == pytest.approx(theirs(target, pred, **options).tolist())
    assert pixel_accuracy(counts).item() == pytest.approx(sklearn_metrics.accuracy_score(target, pred))
    weighted = sklearn_metrics.jaccard_score(target, pred, average="weighted", zero_division=0)
    assert frequency_weighted_iou(counts).item() == pytest.approx(weighted)


@given(maps(images=SEEN))
def test_all_values_are_fractions_or_absent(case):
    counts = confusion_matrix(*case.arguments)
    for metric in (*PER_CLASS, *SCALARS):
        values = metric(counts)
        assert ((values >= 0) & (values <= 1) | values.isnan()).all()
        assert metric in PER_CLASS or values.isnan() == (not counts.any())


@given(maps(images=SEEN))
def test_a_perfect_prediction_gives_one(case):
    is_class = (case.target >= 0) & (case.target < case.classes)
    assume(is_class.any())
    counts = confusion_matrix(case.target.where(is_class, 0), *case.arguments[1:])
    assert all(metric(counts) == 1 for metric in SCALARS)
    assert all(metric(counts).nan_to_num(1.0).eq(1).all() for metric in PER_CLASS)


@given(maps(images=SEEN))
def test_transposing_exchanges_precision_and_recall_and_nothing_else(case):
    counts = confusion_matrix(*case.arguments)
    assert torch.equal(precision_per_class(counts).nan_to_num(-1), recall_per_class(counts.T).nan_to_num(-1))
    for metric in (iou_per_class, dice_per_class, mean_iou, mean_dice, pixel_accuracy):
        assert torch.equal(metric(counts).nan_to_num(-1), metric(counts.T).nan_to_num(-1))


@given(maps(images=SEEN), st.data())
def test_permuting_the_classes_permutes_what_is_per_class(case, data):
    order = torch.tensor(data.draw(st.permutations(range(case.classes))))
    counts = confusion_matrix(*case.arguments)
    for metric in PER_CLASS:
        assert torch.equal(metric(counts[order][:, order]).nan_to_num(-1), metric(counts)[order].nan_to_num(-1))
    for metric in SCALARS:
        permuted = metric(counts[order][:, order]).item()
        assert permuted == pytest.approx(metric(counts).item(), rel=1e-12, nan_ok=True)


@given(maps(images=SEEN, ignored=st.sampled_from((255, -1))))
def test_an_image_of_ignored_pixels_changes_nothing(case):
    void = torch.full((1, *case.target.shape[1:]), case.ignore)
    more = confusion_matrix(torch.cat((case.pred, void * 0)), torch.cat((case.target, void)), *case.arguments[2:])
    for metric in (*PER_CLASS, *SCALARS):
        assert torch.equal(metric(more).nan_to_num(-1), metric(confusion_matrix(*case.arguments)).nan_to_num(-1))


def test_without_a_pixel_there_is_no_value():
    nothing = torch.zeros(2, 2, dtype=torch.int64)
    assert all(metric(nothing).isnan().all() for metric in (*PER_CLASS, *SCALARS))


def test_a_class_that_is_only_predicted_counts_as_wrong_in_iou_but_not_in_accuracy():
    counts = torch.tensor([[3, 1], [0, 0]])
    assert iou_per_class(counts).tolist() == [0.75, 0.0]
    assert mean_iou(counts).item() == 0.375
    assert mean_accuracy(counts).item() == 0.75
    assert frequency_weighted_iou(counts).item() == 0.75


def test_large_counts_lose_nothing():
    counts = torch.tensor([[2**40, 2**40], [0, 2**41]])
    assert pixel_accuracy(counts).item() == 0.75


def test_counts_below_zero_are_an_error():
    with pytest.raises(ValueError, match="confusion: expected pixel counts of at least 0, got -3"):
        mean_iou(torch.tensor([[-3, 1], [1, 1]]))


@pytest.mark.parametrize("shape", [(2, 3), (4,), (1, 2, 2), (0, 0)])
def test_what_is_no_square_matrix_is_an_error(shape):
    with pytest.raises(ValueError, match=r"confusion: expected a matrix of shape \(K, K\), got shape"):
        mean_iou(torch.zeros(shape, dtype=torch.int64))


def test_what_are_no_counts_is_an_error():
    with pytest.raises(TypeError, match=r"confusion: expected pixel counts of an integer dtype, got torch\.float32"):
        mean_iou(torch.eye(3).requires_grad_())


@pytest.mark.parametrize("module", [confusion, segmentation], ids=lambda module: module.__name__)
def test_the_examples_in_docstrings_are_true(module):
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed


@needs_cuda
def test_a_gpu_gives_the_same_values():
    counts = torch.tensor([[3, 1, 0], [0, 4, 0], [0, 0, 0]])
    for metric in (*PER_CLASS, *SCALARS):
        assert metric(counts.cuda()).tolist() == pytest.approx(metric(counts).tolist(), rel=1e-12, nan_ok=True)


def test_the_example_in_the_documentation_is_true(capsys):
    text = (Path(__file__).parents[3] / "docs" / "metrics.md").read_text(encoding="utf-8")
    code, output = re.search(r"```python\n(.*?)```\n\n```\n(.*?)```", text, re.DOTALL).groups()
    exec(code, {})
    assert capsys.readouterr().out == output
