"""Public checks of `scores.py`: small examples, worked by hand. Hidden ones try many more sizes and settings.

Beside the right answers stand some wrong ones, the suspects: what comes out when one thing goes wrong. If yours is
among them, the message says so.
"""

import math

import numpy as np
import torch

from autograder.exam import Mismatch, assert_equal, assert_matches, public, question

NAN = math.nan
PRED = torch.tensor([[[3.0, 4], [7, 1], [0, 0]], [[2, 2], [8, 5], [1, 9]]])
TRUE = torch.tensor([[[0.0, 0], [7, 2], [NAN, NAN]], [[NAN, NAN], [2, 13], [9, 9]]])
VISIBLE = torch.tensor([[True, True, False], [False, True, False]])
RATIO = {"rtol": 1e-6, "atol": 1e-9}


def assert_unchanged(submission, **tensors):
    """Every tensor, given as what is kept beside the submission and what it was, still is what it was."""
    for name, (kept, before) in tensors.items():
        now = submission.fetch(kept)
        why = {"your function wrote into it": now.nan_to_num(-999)}
        assert_equal(now.nan_to_num(-999), before.nan_to_num(-999), f"{name} after the call", suspects=why)


def assert_nan(score, name):
    """There is nothing to be good at."""
    number = score.item() if isinstance(score, (torch.Tensor, np.ndarray, np.generic)) and score.ndim == 0 else score
    if not (isinstance(number, float) and math.isnan(number)):
        raise Mismatch(f"{name}: expected NaN, got {score!r:.40}")


@question("mean_pixel_error")
@public
def test_measures_by_hand(submission):
    """The picture in the docstring; two images, the second with one visible point; none. Inputs stay the same."""
    mean_pixel_error = submission.scores.mean_pixel_error
    suspects = {
        "the root of the mean square was taken": math.sqrt(26 / 2),
        "the distances were squared": 26 / 2,
        "it is the sum of |x| and |y|": 8 / 2,
        "it is the larger of |x| and |y|": 5 / 2,
        "it was added up, not averaged": 6.0,
        "the mean is over x and y, too": 8 / 4,
        "invisible points count in the mean": 6 / 3,
        "invisible points were taken for (0, 0)": 2.0,
        "it is the median, not the mean": 1.0,
    }
    error = mean_pixel_error(PRED[:1], TRUE[:1], VISIBLE[:1])
    assert_matches(error, 3.0, "mean_pixel_error(pred, target, visible)", **RATIO, suspects=suspects)
    sent = submission.keep(PRED), submission.keep(TRUE), submission.keep(VISIBLE)
    suspects = {
        "the mean was taken over each image first": (3 + 10) / 2,
        "points that are known but not visible were compared, too": (5 + 1 + 10 + 8) / 4,
        "invisible points count in the mean": 16 / 6,
    }
    assert_matches(mean_pixel_error(*sent), 16 / 3, "the error of two images", **RATIO, suspects=suspects)
    assert_unchanged(submission, pred=(sent[0], PRED), target=(sent[1], TRUE), visible=(sent[2], VISIBLE))
    assert_nan(mean_pixel_error(PRED, TRUE, torch.zeros_like(VISIBLE)), "the error where no point is visible")


@question("pck")
@public
def test_counts_near_points(submission):
    """The picture in the docstring; two images of unequal size, and a prediction that is NaN. Inputs stay the same."""
    pck = submission.scores.pck
    across = torch.tensor([[[4.9, 0], [5, 0], [5.1, 0]]])
    reference, three = torch.tensor([10.0]), torch.tensor([[True, True, True]])
    suspects = {
        "a point exactly as far away as is allowed was not counted": 1 / 3,
        "it is the share of wrong points": 1 / 3,
        "it is in percent": 200 / 3,
        "points were counted, not their share": 2.0,
        "reference was ignored": 0.0,
        "alpha was ignored": 1.0,
        "it was divided by alpha": 1.0,
        "the squared distance was compared": 0.0,
    }
    share = pck(across, torch.zeros(1, 3, 2), three, reference, 0.5)
    assert_matches(share, 2 / 3, "pck(pred, target, visible, reference, 0.5)", **RATIO, suspects=suspects)

    true = torch.tensor([[[0.0, 0], [7, 2], [NAN, NAN], [1, 1]], [[NAN, NAN], [2, 13], [9, 17], [4, 4]]])
    pred = torch.tensor([[[3.0, 4], [NAN, 2], [5, 5], [1, 10]], [[5, 5], [8, 5], [1, 9], [5, 4]]])
    visible = torch.tensor([[True, True, False, True], [False, True, True, False]])
    reference = torch.tensor([20.0, 44])  # so that distances of 5 and 11 are allowed, and there are 5, 9; 10, 11.3
    given = pred, true, visible, reference
    sent = [submission.keep(each) for each in given]
    suspects = {
        "a prediction that is NaN was counted": 3 / 5,
        "the larger of |x| and |y| was compared": 3 / 5,
        "every image was measured by the largest reference": 3 / 5,
        "every image was measured by the first reference": 1 / 5,
        "every image was measured by the mean of the references": 1 / 5,
        "points that are not visible were counted": 3 / 8,
        "points that are not visible count in the share": 2 / 8,
        "the mean was taken over each image first": (1 / 3 + 1 / 2) / 2,
    }
    assert_matches(pck(*sent, 0.25), 2 / 5, "the share in two images, alpha 0.25", **RATIO, suspects=suspects)
    names = "pred", "target", "visible", "reference"
    assert_unchanged(submission, **dict(zip(names, zip(sent, given, strict=True), strict=True)))
    assert_nan(pck(pred, true, torch.zeros_like(visible), reference, 0.25), "the share where no point is visible")
