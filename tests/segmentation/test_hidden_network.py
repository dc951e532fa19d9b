"""Hidden checks of `network.py`: how it learns and is asked; what it has learned is in `test_hidden_evaluation.py`."""

from __future__ import annotations

import torch

from autograder.exam import Mismatch, assert_equal, assert_like, assert_matches, cases, hidden, kept, question
from tests.segmentation.cases import network as make
from tests.segmentation.oracles import network as oracles
from tests.segmentation.tiny_net import tiny

FLOAT32 = {"rtol": 1e-3, "atol": 1e-4}

# Learning by heart: most of 27 kinds of right networks find 0.9 within 30 steps. Slow ones, which cost nobody the
# points of training, find 0.65 within 200. The largest class has 0.49.
ROUNDS, STEPS = 20, 10
BY_HEART = 0.6  # of the pixels


@question("train")
@hidden(hint="Compare with torch.optim.Adam by hand, for several steps; also with void pixels and another `ignore`.")
@cases(make.training)
def test_goes_the_steps_of_adam(submission, case):
    """Of a network that was being asked: the losses, and every weight afterwards; running statistics too."""
    model = tiny(submission, case)
    model.eval.returning(kept("model"))()
    losses = submission.network.train(model, case.images, case.labels, case.steps, case.rate, ignore=case.ignore)
    expected, weights = oracles.trained(case.weights, case.images, case.labels, case.steps, case.rate, case.ignore)
    check_losses(losses, expected)
    check_weights(model, weights)


@question("train")
@hidden(hint="Can `train` bring your own network to learn two images by heart? Try 20 times 10 steps with rate 0.005.")
@cases(make.two_images)
def test_learns_two_images_by_heart(submission, case):
    """A network of the student's finds most pixels. One image alone is too few for one that goes down to a cell."""
    model = submission.network.build_model.returning(kept("model"))(case.classes)
    for _ in range(ROUNDS):
        losses = submission.network.train(model, case.images, case.labels, STEPS, 0.005)
        found = max(_hits(model, mode, case) for mode in (model.train, model.eval))
        if found >= BY_HEART:
            return
    last = f"{losses[-1]:.3g}" if isinstance(losses, list) and losses and type(losses[-1]) is float else "no number"
    raise Mismatch(f"after {ROUNDS} times {STEPS} steps {found:.0%} of the pixels are right, at a last loss of {last}")


@question("segment")
@hidden(hint="Scores may all be negative. What has the network to know that it is asked, and not trained?")
@cases(make.asking)
def test_finds_the_class_with_the_highest_score(submission, case):
    """Of a network that was in training mode; asking changes nothing, and an image may come alone."""
    model = tiny(submission, case)
    model.train.returning(kept("model"))()
    found = submission.network.segment(model, case.images)
    expected = oracles.scores(case.weights, case.images).argmax(1).to(torch.uint8)
    assert_equal(found, expected, "classes")
    check_weights(model, case.weights)
    assert_equal(submission.network.segment(model, case.images[-1:]), expected[-1:], "classes of the last image alone")


@question("build_model")
@hidden(hint="Try images of 16×16, 17×33 and 61×40, alone and in a batch, with 2 and with 6 classes.")
@cases(make.sizes)
def test_takes_images_of_any_size(submission, case):
    """Scores for each pixel, finite, and the same for an image that comes alone."""
    model = submission.network.build_model.returning(kept("model"))(case.classes)
    model.eval.returning(kept("model"))()
    images = case.images.float() / 255
    shape = (len(images), case.classes, *images.shape[2:])
    scores = assert_like(model(images), torch.empty(shape), "scores")
    if not bool(torch.isfinite(scores).all()):
        raise Mismatch("scores: some are infinite or not a number")
    alone = assert_like(model(images[:1]), torch.empty((1, *shape[1:])), "scores of one image")
    assert_matches(alone, scores[:1], "scores of the first image alone", **FLOAT32)


def check_losses(losses: object, expected: list[float]) -> None:
    """As many floats, and these."""
    if not isinstance(losses, list) or len(losses) != len(expected) or any(type(loss) is not float for loss in losses):
        raise Mismatch(f"losses: expected a list of {len(expected)} floats, got {_described(losses)}")
    for step, (loss, right) in enumerate(zip(losses, expected, strict=True)):
        assert_matches(loss, right, f"loss of step {step}", **FLOAT32)


def check_weights(model, expected) -> None:
    """Those in the candidate, running statistics included."""
    for name, value in expected.items():
        buffer = name.startswith("norm.") and name not in ("norm.weight", "norm.bias")
        found = (model.get_buffer if buffer else model.get_parameter)(name)
        assert_matches(found, value, name, **FLOAT32)


def _hits(model, mode, case) -> float:
    """The share of pixels that a network finds in a mode.

    As it learns and as it is asked later: running statistics of batch normalisation lag behind weights that move, and
    dropout disturbs whoever learns.
    """
    mode.returning(kept("model"))()
    scores = model(case.images.float() / 255)
    shape = (len(case.images), case.classes, *case.images.shape[2:])
    if not isinstance(scores, torch.Tensor) or tuple(scores.shape) != shape:
        raise Mismatch(f"scores: expected a tensor of shape {shape}, got {_described(scores)}")
    return oracles.hits(case.labels, scores.argmax(1), 255)


def _described(value: object) -> str:
    if isinstance(value, torch.Tensor):
        return f"one of shape {tuple(value.shape)}"
    if isinstance(value, list):
        return f"a list of {len(value)}: {', '.join(type(each).__name__ for each in value[:3])} …"
    return type(value).__name__
