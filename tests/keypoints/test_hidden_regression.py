"""Hidden checks of `regression.py`: how it learns and is asked. See also `test_hidden_regressor_on_cats`."""

from __future__ import annotations

import torch

from autograder.exam import assert_like, assert_matches, cases, hidden, kept, question

from .cases import learning as make
from .learning import FLOAT32, STEPS, check_alone, check_by_heart, check_losses, check_weights, loaded
from .oracles import learning as oracles


@question("train_regressor")
@hidden(hint="Compare with torch.optim.Adam by hand, for several steps; also with invisible points, known and NaN.")
@cases(make.training_points)
def test_goes_the_steps_of_adam(submission, case):
    """Of a network that was being asked: the losses, and every weight afterwards; running statistics too."""
    model = loaded(submission, "regression", "TinyRegressor", case.visible.shape[1], case.weights)
    model.eval.returning(kept("model"))()
    losses = submission.regression.train_regressor(model, case.images, case.target, case.visible, case.steps, case.rate)
    loss = oracles.squared_distance(case.target, case.visible)
    tiny = oracles.tiny_regressor(case.weights)
    expected, weights = oracles.trained(tiny, case.images, loss, case.steps, case.rate)
    check_losses(losses, expected)
    check_weights(model, weights)


@question("train_regressor")
@hidden(hint="Can `train_regressor` bring your own network to learn two cats by heart? Try 20 times 10 steps at 0.001.")
@cases(make.two_cats)
def test_learns_two_cats_by_heart(submission, case):
    """A network of the student's comes nearer to their points. One image alone is too few for some networks."""
    model = submission.regression.build_regressor.returning(kept("model"))(5)
    visible = torch.ones(2, 5, dtype=torch.bool)

    def train() -> object:
        return submission.regression.train_regressor(model, case.images, case.points, visible, STEPS, 0.001)

    def error_px() -> float:
        found = assert_like(model(case.images.float() / 255), torch.empty(2, 10), "points").reshape(2, 5, 2)
        return float((found - case.points).norm(dim=-1).mean())

    check_by_heart(model, train, error_px)


@question("predict_points")
@hidden(hint="What has the network to know that it is asked, and not trained? Which of the 2K numbers is y1?")
@cases(make.asking)
def test_gives_the_points_of_the_network(submission, case):
    """Of a network that was in training mode; asking changes nothing, and an image may come alone."""
    count = len(case.weights["last.weight"]) // 2
    model = loaded(submission, "regression", "TinyRegressor", count, case.weights)
    model.train.returning(kept("model"))()
    found = submission.regression.predict_points(model, case.images)
    expected = oracles.answer(oracles.tiny_regressor(case.weights), case.images).reshape(-1, count, 2)
    assert_matches(found, expected, "points", **FLOAT32)
    check_weights(model, case.weights)
    alone = submission.regression.predict_points(model, case.images[-1:])
    assert_matches(alone, expected[-1:], "points of the last image alone", **FLOAT32)


@question("build_regressor")
@hidden(hint="Try one image of 96×96 and three, with 5 keypoints and with 2.")
@cases(make.squares)
def test_gives_two_numbers_for_each_keypoint(submission, case):
    """Finite, float32, and the same for an image that comes alone."""
    model = submission.regression.build_regressor.returning(kept("model"))(case.points)
    model.eval.returning(kept("model"))()
    images = case.images.float() / 255
    numbers = assert_like(model(images), torch.empty(len(images), 2 * case.points), "numbers")
    check_alone(model, images, numbers, "numbers")
