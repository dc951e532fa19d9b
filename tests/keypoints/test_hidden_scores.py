"""Hidden checks of `scores.py`. Students see their titles and, where one fails, its hint."""

import math

import numpy as np
import torch

from autograder.exam import Mismatch, assert_equal, assert_like, assert_matches, cases, growing, hidden, kept, question

from .cases import scores as make
from .oracles import scores as oracles

RATIO = {"rtol": 1e-5, "atol": 1e-9}  # float32 will do


@question("mean_pixel_error")
@hidden(hint="Write it as a loop over the visible points, for images with many, few and no visible points. The same?")
@cases(make.everyday_cases)
def test_measures_distances(submission, case):
    """Images with all, some and no points visible, and targets that are NaN; inputs are the same after the call."""
    pred, target, visible = (submission.keep(each) for each in (case.pred, case.target, case.visible))
    assert_matches(submission.scores.mean_pixel_error(pred, target, visible), oracles.error(case), "error", **RATIO)
    _check_unchanged(submission, pred=(pred, case.pred), target=(target, case.target), visible=(visible, case.visible))


@question("mean_pixel_error")
@hidden(hint="What is the mean of nothing?")
@cases(make.empty_cases)
def test_measures_nothing(submission, case):
    """No point is visible."""
    _check_nan(submission.scores.mean_pixel_error(case.pred, case.target, case.visible), "error")


@question("pck")
@hidden(hint="Each image has its own reference. Try images with many, few and no visible points.")
@cases(make.everyday_cases)
def test_counts_by_definition(submission, case):
    """Images with all, some and no points visible, and targets that are NaN; inputs are the same after the call."""
    given = case.pred, case.target, case.visible, case.reference
    sent = [submission.keep(each) for each in given]
    assert_matches(submission.scores.pck(*sent, case.alpha), oracles.near(case), "share", **RATIO)
    names = "pred", "target", "visible", "reference"
    _check_unchanged(submission, **dict(zip(names, zip(sent, given, strict=True), strict=True)))


@question("pck")
@hidden(hint="Is a point exactly alpha * reference away correct, in any direction, and one a little farther away?")
@cases(make.threshold_cases)
def test_counts_at_the_threshold(submission, case):
    """Distances that are exactly what is allowed, a little more, a little less."""
    _check_share(submission, case)


@question("pck")
@hidden(hint="Is a prediction of NaN or infinity correct?")
@cases(make.nan_cases)
def test_counts_no_nan(submission, case):
    """Predictions that are NaN or infinite."""
    _check_share(submission, case)


@question("pck")
@hidden(hint="What is the share of nothing?")
@cases(make.empty_cases)
def test_counts_nothing(submission, case):
    """No point is visible."""
    _check_nan(submission.scores.pck(case.pred, case.target, case.visible, case.reference, case.alpha), "share")


POINTS = {"N": (1, 13, 300), "K": (1, 13, 300)}


@growing("mean_pixel_error", **POINTS)
def measure(submission, rng, N, K):
    submission.scores.mean_pixel_error.returning(kept("error"))(*_random(rng, N, K))


@growing("pck", **POINTS)
def count(submission, rng, N, K):
    reference = torch.from_numpy(rng.uniform(1, 2, N))
    submission.scores.pck.returning(kept("share"))(*_random(rng, N, K), reference, 0.25)


def _random(rng, N, K):
    pred, target = (torch.from_numpy(rng.random((N, K, 2))) for _ in range(2))
    return pred, target, torch.ones((N, K), dtype=torch.bool)


def _check_share(submission, case):
    share = submission.scores.pck(case.pred, case.target, case.visible, case.reference, case.alpha)
    assert_matches(share, oracles.near(case), "share", **RATIO)


def _check_nan(score, name):
    number = score.item() if isinstance(score, (torch.Tensor, np.ndarray, np.generic)) and score.ndim == 0 else score
    if not (isinstance(number, float) and math.isnan(number)):
        raise Mismatch(f"{name}: expected NaN, got {score!r:.40}")


def _check_unchanged(submission, **tensors):
    for name, (kept_there, before) in tensors.items():
        now = assert_like(submission.fetch(kept_there), before, f"{name} after the call")
        assert_equal(now.nan_to_num(-999), before.nan_to_num(-999), f"{name} after the call")
