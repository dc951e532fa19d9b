"""What hidden checks of both networks look at: losses, weights, and that an answer is one."""

from __future__ import annotations

from collections.abc import Callable

import torch

from autograder.exam import ExamSubmission, Mismatch, assert_like, assert_matches, kept

FLOAT32 = {"rtol": 1e-3, "atol": 1e-4}
EXPLAINED = 0.3  # of the variance of the points; the mean face explains nothing of it

# Learning by heart. Most of 60 kinds of right networks come to half of the distance in 20 steps. Slow ones, which cost
# nobody the points of training, come to 0.77 in 200: without normalisation and with weights that begin too small, or
# with batch normalisation, half of everything dropped out, and a tanh at the end.
ROUNDS, STEPS = 20, 10
NEARER = 0.8  # of the distance before
CLOSE_PX = 6.0  # near enough also for a network that begins with the mean face


def loaded(submission: ExamSubmission, module: str, name: str, keypoints: int, weights):
    """The small network that is given, with these weights, in the candidate."""
    model = getattr(getattr(submission, module), name).returning(kept("model"))(keypoints)
    model.load_state_dict.returning(kept("answer"))(weights)
    return model


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


def check_alone(model, images: torch.Tensor, together: torch.Tensor, name: str) -> None:
    """The first image gets the same answer when it comes alone, and all answers are finite."""
    if not bool(torch.isfinite(together).all()):
        raise Mismatch(f"{name}: some are infinite or not a number")
    alone = assert_like(model(images[:1]), torch.empty_like(together[:1]), f"{name} of one image")
    assert_matches(alone, together[:1], f"{name} of the first image alone", **FLOAT32)


def check_by_heart(model, train: Callable[[], object], error_px: Callable[[], float]) -> None:
    """A network comes nearer to the points of two cats, a few steps at a time, until it is near enough.

    Args:
        train: goes `STEPS` steps; gives the losses.
        error_px: asks the network as it is, and gives how far off it is.
    """
    before_px = _nearest(model, error_px)
    wanted_px = max(NEARER * before_px, CLOSE_PX)
    for _ in range(ROUNDS):
        losses = train()
        now_px = _nearest(model, error_px)
        if now_px <= wanted_px:
            return
    raise Mismatch(
        f"after {ROUNDS} times {STEPS} steps points are {now_px:.1f} pixels away from where they are, before it was "
        f"{before_px:.1f}; the last loss is {last_of(losses)}"
    )


def _nearest(model, error_px: Callable[[], float]) -> float:
    """Asked as it learns and as it is asked later: either tells that it has learned.

    Running statistics of batch normalisation lag behind weights that move, and dropout disturbs whoever learns.
    """
    errors = []
    for mode in (model.train, model.eval):
        mode.returning(kept("model"))()
        errors.append(error_px())
    return min(errors)


def check_follows(evaluation) -> None:
    """The points that a network found follow the cats: one face for all of them is not enough."""
    if not evaluation.explained >= EXPLAINED:
        raise Mismatch(
            f"points follow the cats too little ({evaluation.explained:.2f} of their variance, expected {EXPLAINED}): "
            "are these the network's weights? Does it find the same face in every image?"
        )


def last_of(losses: object) -> str:
    """The last loss in words."""
    return f"{losses[-1]:.3g}" if isinstance(losses, list) and losses and type(losses[-1]) is float else "no number"


def _described(value: object) -> str:
    if isinstance(value, torch.Tensor):
        return f"one of shape {tuple(value.shape)}"
    if isinstance(value, list):
        return f"a list of {len(value)}: {', '.join(type(each).__name__ for each in value[:3])} …"
    return type(value).__name__
