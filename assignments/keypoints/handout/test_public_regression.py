"""Public checks of `regression.py`: learning and asking with the small network that is given; yours on twelve cats.

The cats are of the split `val`. Measure your network on all of them with what you wrote in `scores.py`.
"""

import torch

from autograder.data import cats
from autograder.exam import Mismatch, assert_like, assert_matches, kept, pointed, public, question

FLOAT32 = {"rtol": 1e-3, "atol": 1e-4}
NAN = float("nan")
IMAGES = (torch.arange(3 * 3 * 4 * 5) ** 2 % 251).reshape(3, 3, 4, 5).to(torch.uint8)
POINTS = torch.tensor([[[1.0, 2], [3, 0.5]], [[4, 1], [NAN, NAN]], [[0, 0], [2.5, 3]]])
VISIBLE = torch.tensor([[True, True], [True, False], [False, True]])
LOST_PX = 15.0  # the same face for all cats is 25 pixels off


def weights():
    """Of a TinyRegressor for 2 keypoints that has learned something; its running statistics are not the first ones."""
    return {
        "first.weight": ((torch.arange(108) ** 2 % 17 - 8) / 16).reshape(4, 3, 3, 3),
        "norm.weight": torch.tensor([1.0, 0.5, 2, 1]),
        "norm.bias": torch.tensor([0.0, 0.5, -0.5, 1]),
        "norm.running_mean": torch.tensor([0.2, -0.1, 0, 0.5]),
        "norm.running_var": torch.tensor([0.5, 2, 1, 0.25]),
        "norm.num_batches_tracked": torch.tensor(3),
        "last.weight": ((torch.arange(16) * 5 % 7 - 3) / 4).reshape(4, 4),
        "last.bias": torch.tensor([0.0, 0.25, -0.25, 0.5]),
    }


def tiny():
    """The given network, made of torch's parts."""
    model = torch.nn.Sequential()
    model.add_module("first", torch.nn.Conv2d(3, 4, 3, padding=1, bias=False))
    model.add_module("norm", torch.nn.BatchNorm2d(4))
    model.add_module("relu", torch.nn.ReLU())
    model.add_module("pool", torch.nn.AdaptiveAvgPool2d(1))
    model.add_module("flatten", torch.nn.Flatten())
    model.add_module("last", torch.nn.Linear(4, 4))
    model.load_state_dict(weights())
    return model


def yours(submission):
    """The TinyRegressor of your file with these weights."""
    model = submission.regression.TinyRegressor.returning(kept("model"))(2)
    model.load_state_dict.returning(kept("answer"))(weights())
    return model


def losses(steps, *, scale=1 / 255, forgets=True, training=True, adam=True, counts=VISIBLE, points=POINTS):
    """Those of the given network, as `train_regressor` should find them, or with one thing wrong."""
    model = tiny().train(training)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05) if adam else torch.optim.SGD(model.parameters(), lr=0.05)
    found = []
    for _ in range(steps):
        if forgets:
            optimizer.zero_grad()
        pred = model(IMAGES * scale).reshape(3, 2, 2)
        loss = (pred[counts] - points[counts]).square().sum(dim=-1).mean()
        loss.backward()
        optimizer.step()
        found.append(loss.item())
    return torch.tensor(found)


@question("train_regressor")
@public
def test_trains_the_small_network(submission):
    """Four steps with rate 0.05; of two points that are not visible one is NaN, and the other has a place."""
    model = yours(submission)
    model.eval.returning(kept("model"))()
    found = submission.regression.train_regressor(model, IMAGES, POINTS, VISIBLE, 4, 0.05)
    if not isinstance(found, list) or len(found) != 4 or any(type(loss) is not float for loss in found):
        raise Mismatch(f"losses: expected a list of 4 floats, got {found!r:.80}")
    suspects = {
        "gradients are never set to zero, so they add up": lambda: losses(4, forgets=False),
        "the network was not in training mode": lambda: losses(4, training=False),
        "the images were not divided by 255": lambda: losses(4, scale=1.0),
        "this is plain gradient descent, not Adam": lambda: losses(4, adam=False),
        "these are the losses after each step": lambda: losses(5)[1:],
        "a point that is not visible counts where it has a place": lambda: losses(4, counts=~POINTS.isnan().any(-1)),
        "points that are not visible were taken for (0, 0)": lambda: losses(
            4, counts=torch.ones_like(VISIBLE), points=POINTS.where(VISIBLE[..., None], torch.zeros(()))
        ),
        "x and y were swapped": lambda: losses(4, points=POINTS.flip(-1)),
    }
    assert_matches(torch.tensor(found), losses(4), "losses", suspects=suspects, **FLOAT32)


@question("predict_points")
@public
def test_asks_the_small_network(submission):
    """It was in training mode before, and has learned nothing from the question."""
    model = yours(submission)
    model.train.returning(kept("model"))()
    found = submission.regression.predict_points(model, IMAGES)
    with torch.no_grad():
        numbers, raw = tiny().eval()(IMAGES / 255), tiny().eval()(IMAGES.float())
        training = tiny().train()(IMAGES / 255)
    suspects = {
        "the network was in training mode": training.reshape(3, 2, 2),
        "the images were not divided by 255": raw.reshape(3, 2, 2),
        "y comes before x": numbers.reshape(3, 2, 2).flip(-1),
        "the numbers were taken for x0, x1, ..., y0, y1, ...": numbers.reshape(3, 2, 2).transpose(1, 2),
    }
    assert_matches(found, numbers.reshape(3, 2, 2), "points", suspects=suspects, **FLOAT32)
    now = model.get_buffer("norm.running_mean")
    why = {"the network has learned from being asked: it was in training mode": now}
    assert_matches(now, weights()["norm.running_mean"], "norm.running_mean after the call", suspects=why)


@question("build_regressor")
@public
def test_builds_a_network_for_any_number_of_keypoints(submission):
    """For 5 and for 2, alone and in a batch; float32 in, float32 numbers out."""
    for keypoints, count in ((5, 1), (2, 3)):
        model = submission.regression.build_regressor.returning(kept("model"))(keypoints)
        model.eval.returning(kept("model"))()
        numbers = model(torch.linspace(0, 1, count * 3 * 96 * 96).reshape(count, 3, 96, 96))
        assert_like(numbers, torch.empty(count, 2 * keypoints), f"numbers for {keypoints} keypoints")


@pointed(names=cats.KEYPOINTS, pairs=cats.PAIRS, reference="box diagonal", network="regression")
def twelve_cats(rng):
    """The first of the split `val`."""
    return list(cats.make(12, "val"))


@question("build_regressor")
@public
def test_your_weights_find_twelve_cats(evaluation, award):
    """With the weights beside your file, within the limits of the assignment; whether it has learned anything."""
    if evaluation.mean_pixel_error <= LOST_PX:
        award(1.0, f"mean pixel error {evaluation.mean_pixel_error:.2f} on 12 cats of val")
        return
    found, target, visible = evaluation.predicted_px, evaluation.target_px, evaluation.visible
    suspects = {
        "left and right are swapped": found[:, [1, 0, 3, 2, 4]],
        "x and y are swapped": found.flip(-1),
        "the numbers are x0, x1, ..., y0, y1, ...": found.reshape(-1, 2, 5).transpose(1, 2),
        "points are normalized, not in pixels": ((found + 1) * 96 - 1) / 2,
        "the images are seen in a mirror": torch.stack([95 - found[..., 0], found[..., 1]], dim=-1)[:, [1, 0, 3, 2, 4]],
    }
    why = ["these may not be its weights, or it has learned next to nothing"]
    why += [f"it looks like {name}" for name, other in suspects.items() if error_px(other, target, visible) <= LOST_PX]
    raise Mismatch(f"points are {evaluation.mean_pixel_error:.1f} pixels off on average: {why[-1]}")


def error_px(found, target, visible):
    """The mean distance of visible points."""
    return float((found - target).norm(dim=-1)[visible].mean())
