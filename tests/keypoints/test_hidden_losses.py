"""Hidden checks of `losses.py`. Students see their titles and, where one fails, its hint."""

import math

import torch

from autograder.exam import (
    assert_equal,
    assert_like,
    assert_matches,
    cases,
    growing,
    hidden,
    kept,
    question,
    with_gradient,
)

from .cases import losses as make
from .oracles import losses as oracles

NEAR = {"rtol": 1e-4, "atol": 1e-5}  # who adds 1e-6 to what is divided by is right, too
LARGE = {"rtol": 1e-3, "atol": 1e-4}  # float32 knows 1000 to four places after the point


@question("heatmap_l2")
@hidden(hint="Write it as loops over the cells of visible maps for 2 x 3 maps of 4 x 5 cells. The same?")
@cases(make.map_cases)
def test_squares_by_definition(submission, case):
    """All, some and no points of an image visible; inputs are the same after the call."""
    _check_loss(submission, submission.losses.heatmap_l2, case, oracles.squares(case))


@question("heatmap_l2")
@hidden(hint="Change one value by 1e-5, up and down: does the loss change by as much as its gradient says?")
@cases(make.small_cases)
def test_squares_lead_downhill(submission, case):
    """The gradient, by differences; nothing visible."""
    loss, gradient = with_gradient(submission.losses.heatmap_l2, case.pred, case.target, case.visible)
    assert_matches(loss, oracles.squares(case), "loss", **NEAR)
    assert_matches(gradient, oracles.squares_differences(case), "gradient", **NEAR)


@question("heatmap_cross_entropy")
@hidden(hint="Write it as loops over the cells of visible maps for 2 x 3 maps of 4 x 5 cells. The same?")
@cases(make.map_cases)
def test_asks_by_definition(submission, case):
    """All, some and no points of an image visible; inputs are the same after the call."""
    _check_loss(submission, submission.losses.heatmap_cross_entropy, case, oracles.surprise(case))


@question("heatmap_cross_entropy")
@hidden(hint="Try scores of 1000 and -1000, one map far below the others, and no visible point: all is finite.")
@cases(make.large_cases)
def test_stays_finite(submission, case):
    """Large scores, maps far above and below each other, nothing visible: the loss and its gradient."""
    function = submission.losses.heatmap_cross_entropy
    loss, gradient = with_gradient(function, case.pred, case.target, case.visible)
    assert_matches(loss, oracles.surprise(case), "loss", **LARGE)
    assert_matches(gradient, oracles.surprise_gradient(case), "gradient", **LARGE)


@question("heatmap_cross_entropy")
@hidden(hint="Change one score by 1e-5, up and down: does the loss change by as much as its gradient says?")
@cases(make.small_cases)
def test_leads_downhill(submission, case):
    """The gradient, by differences; nothing visible."""
    function = submission.losses.heatmap_cross_entropy
    loss, gradient = with_gradient(function, case.pred, case.target, case.visible)
    assert_matches(loss, oracles.surprise(case), "loss", **NEAR)
    assert_matches(gradient, oracles.surprise_differences(case), "gradient", **NEAR)


@question("masked_regression_loss")
@hidden(hint="Try targets of which only y is NaN, of which all are, and of which none are: the loss and its gradient.")
@cases(make.point_cases)
def test_leaves_out_what_nobody_knows(submission, case):
    """Points missing in part, one image without any, none missing, all; inputs are the same after the call."""
    pred, target = submission.keep(case.pred), submission.keep(case.target)
    expected = oracles.regression(case)
    assert_matches(submission.losses.masked_regression_loss(pred, target), expected, "loss", **NEAR)
    _check_unchanged(submission, pred=(pred, case.pred), target=(target, case.target))
    loss, gradient = with_gradient(submission.losses.masked_regression_loss, case.pred, case.target)
    assert_matches(loss, expected, "loss", **NEAR)
    assert_matches(gradient, oracles.regression_gradient(case), "gradient", **NEAR)


POINTS = {"N": (1, 13, 300), "K": (1, 13, 300)}
MAPS = {**POINTS, "H": (1, 13, 300), "W": (1, 13)}


@growing("heatmap_l2", **MAPS)
def compare(submission, rng, N, K, H, W):
    submission.losses.heatmap_l2.returning(kept("loss"))(*_batch(rng, N, K, H, W))


@growing("heatmap_cross_entropy", **MAPS)
def ask(submission, rng, N, K, H, W):
    submission.losses.heatmap_cross_entropy.returning(kept("loss"))(*_batch(rng, N, K, H, W))


@growing("masked_regression_loss", **POINTS)
def regress(submission, rng, N, K):
    pred, target = (torch.from_numpy(rng.random((N, K, 2))) for _ in range(2))
    target[0, -1] = math.nan
    submission.losses.masked_regression_loss.returning(kept("loss"))(pred, target)


def _batch(rng, N, K, H, W):
    pred, target = (torch.from_numpy(rng.random((N, K, H, W))) for _ in range(2))
    return pred, target, torch.ones((N, K), dtype=torch.bool)


def _check_loss(submission, function, case, expected):
    pred, target, visible = (submission.keep(each) for each in (case.pred, case.target, case.visible))
    assert_matches(function(pred, target, visible), expected, "loss", **NEAR)
    _check_unchanged(submission, pred=(pred, case.pred), target=(target, case.target), visible=(visible, case.visible))


def _check_unchanged(submission, **tensors):
    for name, (kept_there, before) in tensors.items():
        now = assert_like(submission.fetch(kept_there), before, f"{name} after the call")
        assert_equal(now.nan_to_num(-999), before.nan_to_num(-999), f"{name} after the call")
