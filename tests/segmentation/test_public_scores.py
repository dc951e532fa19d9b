"""Public checks of `scores.py`: small examples, worked by hand. Hidden ones try many more sizes and settings.

Beside the right answers stand some wrong ones, the suspects: what comes out when one thing goes wrong. If yours is
among them, the message says so.
"""

import torch

from autograder.exam import assert_equal, assert_matches, public, question

MATRIX = torch.tensor([[3, 1, 0], [0, 4, 0], [0, 0, 0]])
UNEQUAL = torch.tensor([[90, 5, 5], [1, 2, 1], [0, 3, 3]])
GUESSED = torch.tensor([[6, 0, 2], [1, 3, 0], [0, 0, 0]])  # class 2 was predicted, but is not there
NEVER = torch.tensor([[6, 0, 0], [1, 3, 0], [2, 0, 0]])  # class 2 is there, but was not predicted
RATIO = {"rtol": 1e-6, "atol": 1e-9}  # float32 will do


def assert_unchanged(submission, matrix):
    """What was kept beside the submission still is MATRIX."""
    now = submission.fetch(matrix)
    assert_equal(now, MATRIX, "matrix after the call", suspects={"your function wrote into it": now})


@question("predict")
@public
def test_predicts_by_hand(submission):
    """One pixel, the one in the docstring; then two images of 2 x 3 pixels and four classes. Logits stay the same."""
    predict = submission.scores.predict
    pixel = torch.tensor([-2.0, -1, -3]).reshape(1, 3, 1, 1)
    assert_equal(predict(pixel), torch.tensor([[[1]]]), "predict(logits)", suspects={"the lowest was chosen": [[[2]]]})

    scores = (torch.arange(48) ** 3 % 53 - 60.0).reshape(2, 4, 2, 3) / 8  # all below 0
    logits = submission.keep(scores)
    expected = torch.tensor([[[2, 1, 3], [1, 3, 2]], [[3, 0, 0], [0, 1, 1]]])
    assert_equal(predict(logits), expected, "predict(logits) of two images")
    now = submission.fetch(logits)
    assert_equal(now, scores, "logits after the call", suspects={"your function wrote into it": now})


@question("confusion_matrix")
@public
def test_counts_by_hand(submission):
    """The picture in the docstring; two images, with other labels to ignore; classes that are not there."""
    confusion_matrix = submission.scores.confusion_matrix
    target = torch.tensor([[0, 0, 1], [1, 2, 255]])
    pred = torch.tensor([[0, 1, 1], [1, 0, 2]])
    expected = torch.tensor([[1, 1, 0], [0, 2, 0], [1, 0, 0]])
    suspects = {
        "rows are the predicted classes, columns the true ones": expected.T,
        "the ignored pixel was counted": torch.tensor([[1, 1, 0], [0, 2, 0], [1, 0, 1]]),
        "the ignored pixel was counted as one of class 0": torch.tensor([[1, 1, 1], [0, 2, 0], [1, 0, 0]]),
        "each pair was counted once only": expected.clamp(max=1),
        "class 2 was taken for class 1": torch.tensor([[1, 1, 0], [1, 2, 0], [0, 0, 0]]),
        "there is a row and a column for what is ignored": [[1, 1, 0, 0], [0, 2, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0]],
        "only wrong predictions were counted": torch.tensor([[0, 1, 0], [0, 0, 0], [1, 0, 0]]),
    }
    assert_equal(confusion_matrix(pred, target, 3), expected, "confusion_matrix(pred, target, 3)", suspects=suspects)
    sent = submission.keep(pred), submission.keep(target)
    confusion_matrix(*sent, 3)
    for name, kept, before in (("pred", sent[0], pred), ("target", sent[1], target)):
        now = submission.fetch(kept)
        assert_equal(now, before, f"{name} after the call", suspects={"your function wrote into it": now})

    targets = torch.stack([target, torch.tensor([[2, 2, 2], [0, 255, 1]])])
    preds = torch.stack([pred, torch.tensor([[1, 2, 1], [2, 2, 0]])])
    expected = torch.tensor([[1, 1, 1], [1, 2, 0], [1, 2, 1]])
    suspects = {"only the first image was counted": [[1, 1, 0], [0, 2, 0], [1, 0, 0]]}
    assert_equal(confusion_matrix(preds, targets, 3), expected, "the matrix of two images", suspects=suspects)
    minus = targets.where(targets != 255, -1)
    wraps = {"-1 was taken for the last class": [[1, 1, 1], [1, 2, 0], [1, 2, 3]]}
    matrix = confusion_matrix(preds, minus, 3, ignore=-1)
    assert_equal(matrix, expected, "the matrix with ignore=-1", suspects=wraps)
    zero = torch.tensor([[0, 0, 0], [1, 2, 0], [1, 2, 1]])
    suspects = {
        "255 is ignored, whatever `ignore` says": expected,
        "pixels were ignored where the prediction is `ignore`, not the target": [[0, 1, 1], [0, 2, 0], [0, 2, 1]],
        "pixels were ignored where the prediction is `ignore`, too": [[0, 0, 0], [0, 2, 0], [0, 2, 1]],
    }
    matrix = confusion_matrix(preds[targets != 255], targets[targets != 255], 3, ignore=0)
    assert_equal(matrix, zero, "the matrix with ignore=0", suspects=suspects)

    matrix = confusion_matrix(torch.tensor([1, 0]), torch.tensor([0, 0]), 4)  # classes 2 and 3 are not there
    expected = torch.tensor([[1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
    suspects = {"only classes that are there have a row and a column": [[1, 1], [0, 0]]}
    assert_equal(matrix, expected, "the matrix of 4 classes, two of which are not there", suspects=suspects)


@question("confusion_matrix")
@public
def test_counts_bytes(submission):
    """uint8 maps of 100 classes, in which 100 * 99 + 98 has no room; a map of which all is ignored."""
    confusion_matrix = submission.scores.confusion_matrix
    target, pred = torch.tensor([99, 99, 3], dtype=torch.uint8), torch.tensor([98, 98, 3], dtype=torch.uint8)
    expected = torch.zeros((100, 100), dtype=torch.int64)
    expected[99, 98], expected[3, 3] = 2, 1
    overflown = torch.zeros((100, 100), dtype=torch.int64)
    overflown[0, 14], overflown[0, 47] = 2, 1  # (100 * 99 + 98) % 256, (100 * 3 + 3) % 256
    suspects = {"uint8 numbers went over 255 and began again at 0": overflown}
    assert_equal(confusion_matrix(pred, target, 100), expected, "the matrix of uint8 maps", suspects=suspects)
    matrix = confusion_matrix(pred % 2, torch.full_like(pred, 255), 2)
    assert_equal(matrix, torch.zeros((2, 2), dtype=torch.int64), "the matrix where all is ignored")


@question("pixel_accuracy")
@public
def test_accuracy_by_hand(submission):
    """The picture in the docstring; classes of unequal size; a matrix of zeros; billions of pixels."""
    pixel_accuracy = submission.scores.pixel_accuracy
    suspects = {
        "it was rounded down: // instead of /": 0.0,
        "it is in percent": 87.5,
        "class 0 was left out": 1.0,
        "it is the share of wrong pixels": 0.125,
        "the diagonal from the other corner was taken": 4 / 8,
        "it is an IoU: divided by rows and columns": 7 / 9,
    }
    assert_matches(pixel_accuracy(MATRIX), 7 / 8, "pixel_accuracy(matrix)", **RATIO, suspects=suspects)
    matrix = submission.keep(MATRIX)
    pixel_accuracy(matrix)
    assert_unchanged(submission, matrix)
    suspects = {"the mean is over the classes, not over the pixels": (90 / 100 + 2 / 4 + 3 / 6) / 3}
    expected = 95 / 110
    assert_matches(pixel_accuracy(UNEQUAL), expected, "the accuracy of unequal classes", **RATIO, suspects=suspects)
    empty = torch.zeros((3, 3), dtype=torch.int64)
    assert_matches(pixel_accuracy(empty), 0.0, "the accuracy where nothing was counted", **RATIO)
    assert_matches(pixel_accuracy(MATRIX * 10**9), 7 / 8, "the accuracy of billions of pixels", **RATIO)


@question("mean_iou")
@public
def test_iou_by_hand(submission):
    """The picture in the docstring; classes of unequal size; one that was only predicted; one that never was."""
    mean_iou = submission.scores.mean_iou
    suspects = {
        "the class that is not there counts as 0": (3 / 4 + 4 / 5) / 3,
        "the class that is not there counts as 1": (3 / 4 + 4 / 5 + 1) / 3,
        "the intersection was not taken off the union": (3 / 7 + 4 / 9) / 2,
        "it is a Dice score": (6 / 7 + 8 / 9) / 2,
        "it is a mean accuracy: divided by the rows": (3 / 4 + 1) / 2,
        "it is a precision: divided by the columns": (1 + 4 / 5) / 2,
        "intersections and unions were added up before the division": 7 / 9,
        "class 0 was left out": 4 / 5,
        "it is in percent": 77.5,
        "it was rounded down: // instead of /": 0.0,
    }
    assert_matches(mean_iou(MATRIX), 0.775, "mean_iou(matrix)", **RATIO, suspects=suspects)
    matrix = submission.keep(MATRIX)
    mean_iou(matrix)
    assert_unchanged(submission, matrix)
    weighted = (90 / 101 * 100 + 2 / 12 * 4 + 3 / 12 * 6) / 110
    suspects = {"each class has the weight of its pixels": weighted}
    expected = (90 / 101 + 2 / 12 + 3 / 12) / 3
    assert_matches(mean_iou(UNEQUAL), expected, "the mean IoU of unequal classes", **RATIO, suspects=suspects)
    suspects = {"a class that was only predicted was left out": (6 / 9 + 3 / 4) / 2}
    expected = (6 / 9 + 3 / 4 + 0) / 3
    assert_matches(mean_iou(GUESSED), expected, "mean_iou, class 2 only predicted", **RATIO, suspects=suspects)
    suspects = {"a class that was never predicted was left out": (6 / 9 + 3 / 4) / 2}
    assert_matches(mean_iou(NEVER), expected, "mean_iou, class 2 never predicted", **RATIO, suspects=suspects)
    empty = torch.zeros((3, 3), dtype=torch.int64)
    assert_matches(mean_iou(empty), 0.0, "mean_iou where nothing was counted", **RATIO)
    assert_matches(mean_iou(MATRIX * 10**9), 0.775, "the mean IoU of billions of pixels", **RATIO)
