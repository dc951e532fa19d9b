import itertools

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sklearn_metrics
from torchmetrics.functional.classification import multiclass_confusion_matrix

from autograder.metrics import confusion, confusion_matrix
from tests.autograder.metrics.labels import SIGNED, UNSIGNED, maps, needs_cuda, slow_confusion


@given(maps())
def test_counts_are_those_of_the_definition(case):
    found = confusion_matrix(*case.arguments)
    assert found.dtype == torch.int64
    assert found.tolist() == slow_confusion(*case.arguments)


@given(maps(images=st.integers(1, 3), classes=st.integers(2, 6), ignored=st.none()))
def test_agrees_with_scikit_learn(case):
    expected = sklearn_metrics.confusion_matrix(
        case.target.flatten(), case.pred.flatten(), labels=list(range(case.classes))
    )
    assert confusion_matrix(*case.arguments).tolist() == expected.tolist()


@given(maps(images=st.integers(1, 3), classes=st.integers(2, 6)))
def test_agrees_with_torchmetrics(case):
    expected = multiclass_confusion_matrix(case.pred, case.target, case.classes, ignore_index=case.ignore)
    assert torch.equal(confusion_matrix(*case.arguments), expected)


@pytest.mark.parametrize("classes", [1, 2, 21, 90, 128, 150, 181, 182, 300])
@pytest.mark.parametrize("ignore", [None, 255, -1, 0, 20, 70_000, -(2**62)])
def test_counts_are_right_whatever_the_sizes_of_the_table(classes, ignore, monkeypatch):
    """Small and large tables, dense ones and those that give the ignored label a row of its own; several parts."""
    monkeypatch.setitem(confusion._PART, "cpu", 1001)
    random = torch.Generator().manual_seed(classes)
    pred, target = torch.randint(classes, (2, 3, 50_000), generator=random)[:, :, ::17]
    if ignore is not None:
        target[torch.rand(target.shape, generator=random) < 0.2] = ignore
    expected = torch.zeros(classes, classes, dtype=torch.int64)
    counted = target != ignore if ignore is not None else torch.ones_like(target, dtype=torch.bool)
    expected.index_put_((target[counted], pred[counted]), torch.tensor(1), accumulate=True)
    assert torch.equal(confusion_matrix(pred, target, classes, ignore), expected)


@pytest.mark.parametrize(("one", "other"), list(itertools.product(SIGNED + UNSIGNED, repeat=2)), ids=str)
def test_dtypes_do_not_matter(one, other):
    pred, target = torch.tensor([[0, 1, 2, 2, 100], [0, 1, 1, 120, 100]])
    expected = slow_confusion(pred, target, 101, 120)
    assert confusion_matrix(pred.to(one), target.to(other), 101, 120).tolist() == expected


def test_truth_values_are_two_classes():
    pred, target = torch.tensor([[True, True, False, True], [True, False, False, False]])
    assert confusion_matrix(pred, target, 2).tolist() == [[1, 2], [0, 1]]
    assert confusion_matrix(pred, target, 2, ignore=0).tolist() == [[0, 0], [0, 1]]


@pytest.mark.parametrize(("dtype", "ignore"), [(torch.uint8, -1), (torch.int8, 255), (torch.uint64, -1)], ids=str)
def test_an_ignored_label_that_the_dtype_cannot_hold_is_nowhere(dtype, ignore):
    """255 is not −1: comparing within uint8 would say that it is."""
    highest = torch.tensor([torch.iinfo(dtype).max], dtype=dtype)
    with pytest.raises(ValueError, match=f"got {torch.iinfo(dtype).max} at"):
        confusion_matrix(torch.zeros(1, dtype=torch.uint8), highest, 2, ignore)
    assert confusion_matrix(highest * 0, highest * 0, 2, ignore).tolist() == [[1, 0], [0, 0]]


@given(maps())
def test_memory_layout_does_not_matter(case):
    expected = confusion_matrix(*case.arguments)
    turned = case.pred.permute(2, 0, 1).contiguous().permute(1, 2, 0)
    strided = torch.stack((case.target, case.target * 0 + 9), dim=-1)[..., 0]
    assert torch.equal(confusion_matrix(turned, strided, case.classes, case.ignore), expected)
    assert torch.equal(confusion_matrix(case.pred.flatten(), case.target.flatten(), *case.arguments[2:]), expected)


def test_inputs_are_not_changed():
    pred, target = torch.tensor([[0, 1], [255, 1]])
    confusion_matrix(pred, target, 300, ignore=255)
    confusion_matrix(pred, target, 300, ignore=10**9)
    assert (pred.tolist(), target.tolist()) == ([0, 1], [255, 1])


def test_one_pixel_without_dimensions_and_none_at_all():
    assert confusion_matrix(torch.tensor(1), torch.tensor(0), 2).tolist() == [[0, 1], [0, 0]]
    nothing = torch.zeros(0, 4, dtype=torch.uint8)
    assert confusion_matrix(nothing, nothing, 2, ignore=255).tolist() == [[0, 0], [0, 0]]


@given(maps(), st.data())
def test_permuting_the_classes_permutes_the_matrix(case, data):
    order = torch.tensor(data.draw(st.permutations(range(case.classes))))
    is_class = (case.target >= 0) & (case.target < case.classes)
    target = torch.where(is_class, order[case.target.where(is_class, 0)], case.target)
    permuted = confusion_matrix(order[case.pred], target, case.classes, case.ignore)
    assert torch.equal(permuted[order][:, order], confusion_matrix(*case.arguments))


@given(maps())
def test_matrices_of_parts_add_up(case):
    parts = [confusion_matrix(p, t, *case.arguments[2:]) for p, t in zip(case.pred, case.target, strict=True)]
    expected = sum(parts, torch.zeros(case.classes, case.classes, dtype=torch.int64))
    assert torch.equal(confusion_matrix(*case.arguments), expected)


@given(maps(ignored=st.none()))
def test_exchanging_prediction_and_target_transposes(case):
    assert torch.equal(confusion_matrix(case.target, case.pred, case.classes), confusion_matrix(*case.arguments).T)


@given(maps(ignored=st.sampled_from((255, -1))))
def test_ignoring_is_the_same_as_removing(case):
    kept = case.target != case.ignore
    without = confusion_matrix(case.pred[kept], case.target[kept], case.classes)
    assert torch.equal(confusion_matrix(*case.arguments), without)


WRONG_TARGETS = [
    (-1, None),
    (5, None),
    (5, 255),
    (254, 255),
    (256, 255),
    (-1, 255),
    (-2, -1),
    (2**62, -1),
    (-(2**63), 7),
]


@pytest.mark.parametrize(("label", "ignore"), [*WRONG_TARGETS, (-1, 7), (-1, 10**9), (5, 10**9), (2**63 - 1, 10**9)])
def test_a_target_that_is_no_class_is_named_with_its_place(label, ignore):
    target = torch.zeros(2, 3, 4, dtype=torch.int64)
    target[1, 2, 0] = target[1, 2, 3] = label
    if ignore is not None:
        target[0, 0, 0] = ignore
    allowed = "a class from 0 to 4" + (f" or the ignored label {ignore}" if ignore is not None else "")
    with pytest.raises(ValueError, match=rf"^target: expected {allowed}, got {label} at \(1, 2, 0\)$"):
        confusion_matrix(torch.zeros_like(target), target, 5, ignore)


@pytest.mark.parametrize("label", [-1, 5, 255, 256, 2**32, -(2**63)])
@pytest.mark.parametrize("true", [0, 255])
def test_a_prediction_that_is_no_class_is_named_at_ignored_pixels_too(label, true):
    pred = torch.zeros(2, 3, dtype=torch.int64)
    pred[1, 1] = label
    with pytest.raises(ValueError, match=rf"^pred: expected a class from 0 to 4, got {label} at \(1, 1\)$"):
        confusion_matrix(pred, torch.full_like(pred, true), 5, ignore=255)


@given(maps(images=st.integers(1, 3)), st.integers(-(2**63), 2**63 - 1), st.data())
def test_no_wrong_label_is_ever_counted(case, label, data):
    place = data.draw(st.integers(0, case.target.numel() - 1))
    broken = case.target.flatten().index_fill(0, torch.tensor(place), label)
    if 0 <= label < case.classes or label == case.ignore:
        confusion_matrix(case.pred.flatten(), broken, *case.arguments[2:])
    else:
        with pytest.raises(ValueError, match=rf"got {label} at \({place},\)"):
            confusion_matrix(case.pred.flatten(), broken, *case.arguments[2:])


def test_what_does_not_fit_is_an_error():
    zeros = torch.zeros(2, 3, dtype=torch.uint8)
    with pytest.raises(ValueError, match=r"pred: expected the shape of target, \(2, 3\), got \(3, 2\)"):
        confusion_matrix(zeros.T, zeros, 2)
    with pytest.raises(TypeError, match=r"pred: expected class numbers of an integer dtype, got torch\.float32"):
        confusion_matrix(zeros.float().requires_grad_(), zeros, 2)
    with pytest.raises(TypeError, match=r"target: .* got torch\.float64"):
        confusion_matrix(zeros, zeros.double(), 2)
    with pytest.raises(ValueError, match="classes: expected at least 1, got 0"):
        confusion_matrix(zeros, zeros, 0)
    with pytest.raises(ValueError, match="ignore: expected a label from"):
        confusion_matrix(zeros, zeros, 2, ignore=2**63)
    with pytest.raises(ValueError, match="pred: expected the device of target, cpu, got meta"):
        confusion_matrix(zeros.to("meta"), zeros, 2)


@needs_cuda
@settings(deadline=None)
@given(maps())
def test_a_gpu_counts_the_same(case):
    found = confusion_matrix(case.pred.cuda(), case.target.cuda(), case.classes, case.ignore)
    assert found.is_cuda
    assert torch.equal(found.cpu(), confusion_matrix(*case.arguments))


def test_what_is_no_tensor_is_named():
    with pytest.raises(TypeError, match="pred: expected a tensor, got ndarray"):
        confusion_matrix(np.zeros(3, np.int64), torch.zeros(3, dtype=torch.int64), 2)
    with pytest.raises(TypeError, match="target: expected a tensor, got list"):
        confusion_matrix(torch.zeros(1, dtype=torch.int64), [0], 2)
