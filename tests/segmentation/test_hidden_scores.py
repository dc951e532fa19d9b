"""Hidden checks of `scores.py`. Students see their titles and, where one fails, its hint."""

import torch

from autograder.exam import assert_equal, assert_matches, cases, growing, hidden, kept, question

from .cases import scores as make
from .oracles import scores as oracles

RATIO = {"rtol": 1e-6, "atol": 1e-9}  # float32 will do


@question("predict")
@hidden(hint="Try logits of shape (2, 3, 4, 5), all below 0: which axis is that of the classes?")
@cases(make.score_cases)
def test_chooses_the_highest_score(submission, case):
    """All sizes differ; scores below 0 and above 1; logits are the same after the call."""
    logits = submission.keep(case)
    assert_equal(submission.scores.predict(logits), oracles.best(case), "predicted classes")
    assert_equal(submission.fetch(logits), case, "logits after the call")


@question("confusion_matrix")
@hidden(hint="Count by hand for target [0, 0, 1, 255] and pred [0, 1, 1, 0]; then ignore 0 or -1. Maps of any shape?")
@cases(make.everyday_maps)
def test_counts_every_pixel(submission, case):
    """Labels to ignore outside of the classes, below zero, and among them; maps are the same after the call."""
    _check_matrix(submission, case)


@question("confusion_matrix")
@hidden(hint="Try uint8 maps of 200 classes: how large is classes * target? All ignored; the last classes missing.")
@cases(make.edge_maps)
def test_counts_at_the_edges(submission, case):
    """Many classes in bytes, missing classes, one class, nothing to count."""
    _check_matrix(submission, case)


@question("pixel_accuracy")
@hidden(hint="The right ones are on the diagonal; divide by all. Try classes of unequal size.")
@cases(make.everyday_matrices)
def test_accuracy_is_a_share_of_pixels(submission, case):
    """Classes of equal and unequal size; the matrix is the same after the call."""
    _check_number(submission, submission.scores.pixel_accuracy, case, oracles.accuracy(case), "pixel accuracy")


@question("pixel_accuracy")
@hidden(hint="Try a matrix of zeros, missing classes, counts in the billions.")
@cases(make.edge_matrices)
def test_accuracy_at_the_edges(submission, case):
    """Missing classes, nothing counted, billions of pixels."""
    _check_number(submission, submission.scores.pixel_accuracy, case, oracles.accuracy(case), "pixel accuracy")


@question("mean_iou")
@hidden(hint="For each class: diagonal / (its row + its column - diagonal). Then the plain mean, whatever their size.")
@cases(make.everyday_matrices)
def test_iou_by_sets_of_pixels(submission, case):
    """Classes of equal and unequal size; the matrix is the same after the call."""
    _check_number(submission, submission.scores.mean_iou, case, oracles.mean_iou(case), "mean IoU")


@question("mean_iou")
@hidden(hint="What if a class is neither there nor predicted, or only predicted, or nothing was counted?")
@cases(make.edge_matrices)
def test_iou_of_the_classes_seen(submission, case):
    """Classes that are missing in truth, in predictions, in both; nothing counted; billions of pixels."""
    _check_number(submission, submission.scores.mean_iou, case, oracles.mean_iou(case), "mean IoU")


PIXELS = {"N": (1, 13, 300), "H": (1, 13, 300), "W": (1, 13)}
CLASSES = {"K": (2, 14, 100)}


@growing("predict", **PIXELS, C=(2, 14, 300))
def choose(submission, rng, N, C, H, W):
    submission.scores.predict.returning(kept("pred"))(torch.from_numpy(rng.standard_normal((N, C, H, W))))


@growing("confusion_matrix", **PIXELS, K=(2, 14))  # the matrix itself grows with K * K
def count(submission, rng, N, H, W, K):
    pred, target = (torch.from_numpy(rng.integers(K, size=(N, H, W))) for _ in range(2))
    submission.scores.confusion_matrix.returning(kept("matrix"))(pred, target, K, ignore=1)


@growing("pixel_accuracy", **CLASSES)
def share(submission, rng, K):
    submission.scores.pixel_accuracy.returning(kept("accuracy"))(torch.from_numpy(rng.integers(9, size=(K, K))))


@growing("mean_iou", **CLASSES)
def average(submission, rng, K):
    submission.scores.mean_iou.returning(kept("iou"))(torch.from_numpy(rng.integers(9, size=(K, K))))


def _check_matrix(submission, case):
    pred, target = submission.keep(case.pred), submission.keep(case.target)
    matrix = submission.scores.confusion_matrix(pred, target, case.classes, ignore=case.ignore)
    assert_equal(matrix, oracles.counted(case), "matrix")
    assert_equal(submission.fetch(pred), case.pred, "pred after the call")
    assert_equal(submission.fetch(target), case.target, "target after the call")


def _check_number(submission, function, case, expected, name):
    matrix = submission.keep(case.matrix)
    assert_matches(function(matrix), expected, name, **RATIO)
    assert_equal(submission.fetch(matrix), case.matrix, "matrix after the call")
