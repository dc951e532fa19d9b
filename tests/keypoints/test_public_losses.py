"""Public checks of `losses.py`: small examples, worked by hand. Hidden ones try many more sizes and settings.

Beside the right answers stand some wrong ones, the suspects: what comes out when one thing goes wrong. If yours is
among them, the message says so.
"""

import math

import torch

from autograder.exam import assert_equal, assert_matches, public, question, with_gradient

NAN = math.nan
NEAR = {"rtol": 1e-4, "atol": 1e-5}  # who adds 1e-6 to what is divided by is right, too

# Quarters from -2.75 to 2.75 in no order that one sees: two images, three maps, 2 x 4 cells
PRED = (torch.arange(48) ** 3 % 23 - 11.0).reshape(2, 3, 2, 4).double() / 4
TARGET = (torch.arange(48) ** 2 % 17).reshape(2, 3, 2, 4).double() / 16
TARGET[0, 1] = TARGET[1, 0] = TARGET[1, 2] = 0  # as maps of invisible points are
VISIBLE = torch.tensor([[True, False, True], [False, True, False]])
NOBODY = torch.zeros_like(VISIBLE)
EVERYBODY = torch.ones_like(VISIBLE)


def number(value):
    """A loss: one number, float64."""
    return torch.as_tensor(value, dtype=torch.float64)


def assert_unchanged(submission, **tensors):
    """Every tensor, given as what is kept beside the submission and what it was, still is what it was."""
    for name, (kept, before) in tensors.items():
        now = submission.fetch(kept)
        why = {"your function wrote into it": now.nan_to_num(-999)}
        assert_equal(now.nan_to_num(-999), before.nan_to_num(-999), f"{name} after the call", suspects=why)


@question("heatmap_l2")
@public
def test_squares_by_hand(submission):
    """The picture in the docstring; a batch, in which three of six maps count. Inputs stay the same."""
    heatmap_l2 = submission.losses.heatmap_l2
    pred = torch.tensor([[[[0.5, 1], [0, 0.5]], [[0.9, 0.9], [0.9, 0.9]]]])
    target = torch.tensor([[[[0.0, 1], [0, 0]], [[0, 0], [0, 0]]]])
    suspects = {
        "maps of invisible points were compared, too": (0.5 + 4 * 0.81) / 8,
        "maps of invisible points count in the mean": 0.5 / 8,
        "it was added up, not averaged, over the cells": 0.5,
        "the differences were not squared": 0.25,
        "the root was taken": math.sqrt(0.125),
        "it was divided by 2": 0.0625,
    }
    loss = heatmap_l2(pred, target, torch.tensor([[True, False]]))
    assert_matches(loss, torch.tensor(0.125), "heatmap_l2(pred, target, visible)", **NEAR, suspects=suspects)

    pred, target, visible = submission.keep(PRED), submission.keep(TARGET), submission.keep(VISIBLE)
    maps = ((PRED - TARGET) ** 2).mean((2, 3))
    suspects = {
        "maps of invisible points were compared, too": maps.mean(),
        "maps of invisible points count in the mean": maps[VISIBLE].sum() / 6,
        "it was added up over the points, not averaged": maps[VISIBLE].sum(),
        "the mean was taken over each image first": (maps[0, 0] + maps[0, 2]) / 4 + maps[1, 1] / 2,
    }
    expected = maps[VISIBLE].mean()
    assert_matches(heatmap_l2(pred, target, visible), expected, "the loss of a batch", **NEAR, suspects=suspects)
    assert_unchanged(submission, pred=(pred, PRED), target=(target, TARGET), visible=(visible, VISIBLE))


@question("heatmap_l2")
@public
def test_l2_teaches(submission):
    """The gradient of a batch; the loss and its gradient where no point is visible."""
    heatmap_l2 = submission.losses.heatmap_l2
    loss, gradient = with_gradient(heatmap_l2, PRED, TARGET, VISIBLE)
    expected = 2 * (PRED - TARGET) * VISIBLE[..., None, None] / 24
    assert_matches(gradient, expected, "the gradient of a batch", **NEAR)
    loss, gradient = with_gradient(heatmap_l2, PRED, TARGET, NOBODY)
    assert_matches(loss, number(0.0), "the loss where no point is visible", **NEAR)
    assert_matches(gradient, torch.zeros_like(PRED), "its gradient", **NEAR)


@question("heatmap_cross_entropy")
@public
def test_asks_for_the_cell(submission):
    """The picture in the docstring; then in float32, with a second point that is not visible."""
    heatmap_cross_entropy = submission.losses.heatmap_cross_entropy
    scores = torch.tensor([0.0, math.log(2), 0]).double().reshape(1, 1, 1, 3)
    target = torch.tensor([0.0, 1, 0.5]).double().reshape(1, 1, 1, 3)
    expected = (2 * math.log(2) + math.log(4)) / 3
    entropy = -(2 / 3 * math.log(2 / 3) + 1 / 3 * math.log(1 / 3))
    suspects = {
        "the target was not divided by its sum": 1.5 * expected,
        "the target went through a softmax, not a division": 1.0352289060,
        "it is the divergence: the entropy of the target was taken off": expected - entropy,
        "the mean was taken over the cells": expected / 3,
        "the sign is the other way round": -expected,
        "the log has another base": expected / math.log(2),
        "only the highest cell of the target was asked for": math.log(2),
        "each cell was asked for by itself, with a sigmoid": (
            2 / 3 * math.log(1.5) + 1 / 3 * math.log(2) + math.log(2) + math.log(3) / 3 + 2 / 3 * math.log(2)
        )
        / 3,
        "the softmax was taken over each column": 0.0,
        "there is no log": -5 / 12,
        "it was divided by 2": expected / 2,
    }
    loss = heatmap_cross_entropy(scores, target, torch.tensor([[True]]))
    assert_matches(loss, number(expected), "heatmap_cross_entropy(scores, target, visible)", **NEAR, suspects=suspects)
    two, targets = torch.cat([scores, scores + 1], 1).float(), torch.cat([target, 0 * target], 1).float()
    loss = heatmap_cross_entropy(two, targets, torch.tensor([[True, False]]))
    suspects = {"maps of invisible points count in the mean": expected / 2}
    assert_matches(loss, torch.tensor(expected), "the loss with an invisible point", **NEAR, suspects=suspects)


@question("heatmap_cross_entropy")
@public
def test_asks_in_a_batch(submission):
    """A batch, in which three of six maps count: the loss and its gradient. Inputs stay the same."""
    heatmap_cross_entropy = submission.losses.heatmap_cross_entropy
    sent = submission.keep(PRED), submission.keep(TARGET), submission.keep(VISIBLE)
    wanted = TARGET / TARGET.sum((2, 3), keepdim=True).clamp(min=1e-9)

    def surprise(*axes, target=wanted):
        return -(target * (PRED - PRED.logsumexp(axes, keepdim=True))).sum((2, 3))

    maps = surprise(2, 3)
    expected = maps[VISIBLE].mean()
    suspects = {
        "maps of invisible points count in the mean": maps[VISIBLE].sum() / 6,
        "it was added up over the points, not averaged": maps[VISIBLE].sum(),
        "the mean was taken over each image first": (maps[0, 0] + maps[0, 2]) / 4 + maps[1, 1] / 2,
        "the softmax was taken over each row": surprise(3)[VISIBLE].mean(),
        "the softmax was taken over each column": surprise(2)[VISIBLE].mean(),
        "the softmax was taken over the maps": surprise(1)[VISIBLE].mean(),
        "the softmax was taken over the images": surprise(0)[VISIBLE].mean(),
        "the target was not divided by its sum": surprise(2, 3, target=TARGET)[VISIBLE].mean(),
        "the targets were divided by the sum over the batch": surprise(2, 3, target=TARGET / TARGET.sum())[
            VISIBLE
        ].mean(),
    }
    assert_matches(heatmap_cross_entropy(*sent), expected, "the loss of a batch", **NEAR, suspects=suspects)
    assert_unchanged(submission, scores=(sent[0], PRED), target=(sent[1], TARGET), visible=(sent[2], VISIBLE))
    powers = PRED.exp()
    likely = powers / powers.sum((2, 3), keepdim=True)
    _, gradient = with_gradient(heatmap_cross_entropy, PRED, TARGET, VISIBLE)
    right = (likely - wanted) * VISIBLE[..., None, None] / 3
    suspects = {"the sum of the exponentials was detached": -wanted * VISIBLE[..., None, None] / 3}
    assert_matches(gradient, right, "the gradient of a batch", **NEAR, suspects=suspects)


@question("heatmap_cross_entropy")
@public
def test_cross_entropy_stays_finite(submission):
    """Scores of 1000 and -1000; the loss and its gradient where no point is visible."""
    heatmap_cross_entropy = submission.losses.heatmap_cross_entropy
    large = torch.tensor([1000.0, -1000]).reshape(1, 1, 1, 2)
    for target, expected in (([2.0, 0], 0.0), ([0.0, 0.5], 2000.0), ([1.0, 1], 1000.0)):
        loss = heatmap_cross_entropy(large, torch.tensor(target).reshape(1, 1, 1, 2), torch.tensor([[True]]))
        assert_matches(
            loss, torch.tensor(expected), f"the loss of the scores (1000, -1000) for the target {target}", **NEAR
        )
    loss, gradient = with_gradient(heatmap_cross_entropy, PRED, torch.zeros_like(TARGET), NOBODY)
    assert_matches(loss, number(0.0), "the loss where no point is visible", **NEAR)
    assert_matches(gradient, torch.zeros_like(PRED), "its gradient", **NEAR)


POINTS = torch.tensor([[[3.0, 4], [10, 20], [1, 1]], [[2, 2], [5, 7], [6, 0.5]]], dtype=torch.float64)
TRUE = torch.tensor([[[0, 0], [10, 18], [NAN, NAN]], [[NAN, NAN], [4, 7], [NAN, 3]]], dtype=torch.float64)


@question("masked_regression_loss")
@public
def test_regresses_by_hand(submission):
    """The picture in the docstring; a batch in which three of six points are known. Inputs stay the same."""
    masked_regression_loss = submission.losses.masked_regression_loss
    suspects = {
        "missing points were taken for (0, 0)": 31 / 3,
        "missing points count in the mean": 29 / 3,
        "the mean is over the numbers, not over the points": 29 / 4,
        "it was added up, not averaged": 29.0,
        "the distances were not squared": 7 / 2,
        "it is the sum of |x| and |y|, not of their squares": 9 / 2,
        "the root was taken": math.sqrt(29 / 2),
        "it was divided by 2": 29 / 4,
    }
    loss = masked_regression_loss(POINTS[:1].float(), TRUE[:1].float())
    assert_matches(loss, torch.tensor(14.5), "masked_regression_loss(pred, target)", **NEAR, suspects=suspects)
    sent = submission.keep(POINTS), submission.keep(TRUE)
    suspects = {
        "a point of which only y is known was compared all the same": (30 + 2.5**2) / 3,
        "a point of which only y is known counts in the mean": 30 / 4,
        "of a point only y counted, where x is not known": (30 + 2.5**2) / 4,
        "a point was taken for known where only y is": (30 + 36 + 2.5**2) / 4,
        "missing points were taken for (0, 0)": (30 + 2 + 8 + 36 + 2.5**2) / 6,
        "the mean was taken over each image first": (29 / 2 + 1) / 2,
    }
    assert_matches(masked_regression_loss(*sent), number(10.0), "the loss of a batch", **NEAR, suspects=suspects)
    assert_unchanged(submission, pred=(sent[0], POINTS), target=(sent[1], TRUE))


@question("masked_regression_loss")
@public
def test_missing_points_do_not_poison(submission):
    """The gradient of a batch in which points are missing; the loss and its gradient where all are."""
    masked_regression_loss = submission.losses.masked_regression_loss
    _, gradient = with_gradient(masked_regression_loss, POINTS, TRUE)
    expected = number([[[6, 8], [0, 4], [0, 0]], [[0, 0], [2, 0], [0, 0]]]) / 3
    assert_matches(gradient, expected, "the gradient of a batch", **NEAR)
    loss, gradient = with_gradient(masked_regression_loss, POINTS, torch.full_like(TRUE, NAN))
    assert_matches(loss, number(0.0), "the loss where all points are missing", **NEAR)
    assert_matches(gradient, torch.zeros_like(POINTS), "its gradient", **NEAR)
