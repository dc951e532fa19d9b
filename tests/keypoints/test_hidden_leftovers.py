"""Hidden checks of what training and asking leave behind: modes, gradients, the points and maps that were given."""

from __future__ import annotations

from autograder.exam import Mismatch, assert_equal, cases, hidden, kept, question

from .cases import learning as make
from .learning import loaded


@question("train_regressor")
@hidden(hint="In which mode is the network when `train_regressor` is done? Are `points` the same as before?")
@cases(make.training_points)
def test_leaves_training_mode_and_the_points(submission, case):
    """As the docstring says: what is not visible becomes NaN in a copy."""
    model = loaded(submission, "regression", "TinyRegressor", case.visible.shape[1], case.weights)
    model.eval.returning(kept("model"))()
    points, visible = submission.keep(case.target), submission.keep(case.visible)
    submission.regression.train_regressor(model, case.images, points, visible, case.steps, case.rate)
    _check_mode(submission, model, training=True)
    now = submission.fetch(points)
    assert_equal(now.nan_to_num(-999), case.target.nan_to_num(-999), "points after the call")
    assert_equal(submission.fetch(visible), case.visible, "visible after the call")


@question("train_heatmaps")
@hidden(hint="In which mode is the network when `train_heatmaps` is done? Are `heatmaps` the same as before?")
@cases(make.training_maps)
def test_leaves_training_mode_and_the_maps(submission, case):
    """As the docstring says; what does not count is left out, not erased."""
    model = loaded(submission, "heatmap_network", "TinyHeatmaps", case.visible.shape[1], case.weights)
    model.eval.returning(kept("model"))()
    maps, visible = submission.keep(case.target), submission.keep(case.visible)
    submission.heatmap_network.train_heatmaps(model, case.images, maps, visible, case.steps, case.rate)
    _check_mode(submission, model, training=True)
    assert_equal(submission.fetch(maps), case.target, "heatmaps after the call")
    assert_equal(submission.fetch(visible), case.visible, "visible after the call")


@question("predict_points")
@hidden(hint="In which mode is the network when `predict_points` is done? Can it still learn?")
@cases(make.asking)
def test_leaves_evaluation_mode_and_gradients(submission, case):
    """As the docstring says; a network that was asked still learns."""
    model = loaded(submission, "regression", "TinyRegressor", len(case.weights["last.weight"]) // 2, case.weights)
    model.train.returning(kept("model"))()
    submission.regression.predict_points(model, case.images)
    _check_mode(submission, model, training=False)
    for name in ("first.weight", "norm.bias", "last.bias"):
        parameter = model.get_parameter.returning(kept("parameter"))(name)
        if submission.fetch(parameter, "requires_grad") is not True:
            raise Mismatch(f"{name} after the call: it needs no gradient any more, so the network cannot learn")


def _check_mode(submission, model, *, training: bool) -> None:
    if submission.fetch(model, "training") is not training:
        modes = ("evaluation mode", "training mode")
        raise Mismatch(f"the network after the call: expected {modes[training]}, got {modes[not training]}")
