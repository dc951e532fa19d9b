"""Public checks of `network.py`: `train` and `segment` with the small network that is given, and yours in a few sizes.

What your network has learned is looked at in `test_public_evaluation.py`.
"""

import torch

from autograder.exam import Mismatch, assert_equal, assert_like, assert_matches, kept, public, question

FLOAT32 = {"rtol": 1e-3, "atol": 1e-4}
IMAGES = (torch.arange(2 * 3 * 4 * 5) ** 2 % 251).reshape(2, 3, 4, 5).to(torch.uint8)
LABELS = (torch.arange(2 * 4 * 5) ** 2 % 3).reshape(2, 4, 5).to(torch.uint8)
LABELS[0, 0] = 255


def weights(bias=0.0):
    """Of a TinyNet for 3 classes that has learned something: its running statistics are not those of a new one."""
    return {
        "first.weight": ((torch.arange(108) ** 2 % 17 - 8) / 16).reshape(4, 3, 3, 3),
        "norm.weight": torch.tensor([1.0, 0.5, 2, 1]),
        "norm.bias": torch.tensor([0.0, 0.5, -0.5, 1]),
        "norm.running_mean": torch.tensor([0.2, -0.1, 0, 0.5]),
        "norm.running_var": torch.tensor([0.5, 2, 1, 0.25]),
        "norm.num_batches_tracked": torch.tensor(3),
        "last.weight": ((torch.arange(12) * 5 % 7 - 3) / 4).reshape(3, 4, 1, 1),
        "last.bias": torch.tensor([0.0, 0.25, -0.25]) + bias,
    }


def tiny(state):
    """The given network, made of torch's parts."""
    model = torch.nn.Sequential()
    model.add_module("first", torch.nn.Conv2d(3, 4, 3, padding=1, bias=False))
    model.add_module("norm", torch.nn.BatchNorm2d(4))
    model.add_module("relu", torch.nn.ReLU())
    model.add_module("last", torch.nn.Conv2d(4, 3, 1))
    model.load_state_dict(state)
    return model


def yours(submission, state):
    """The TinyNet of your file with these weights."""
    model = submission.network.TinyNet.returning(kept("model"))(3)
    model.load_state_dict.returning(kept("answer"))(state)
    return model


def losses(steps, *, forgets=True, training=True, adam=True, targets=LABELS):
    """Those of the given network, as `train` should find them, or with one thing wrong."""
    model = tiny(weights()).train(training)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05) if adam else torch.optim.SGD(model.parameters(), lr=0.05)
    found = []
    for _ in range(steps):
        if forgets:
            optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(IMAGES / 255), targets.long(), ignore_index=255)
        loss.backward()
        optimizer.step()
        found.append(loss.item())
    return torch.tensor(found)


@question("train")
@public
def test_trains_the_small_network(submission):
    """Four steps with rate 0.05; the first row of the first image is void."""
    model = yours(submission, weights())
    model.eval.returning(kept("model"))()
    found = submission.network.train(model, IMAGES, LABELS, 4, 0.05)
    if not isinstance(found, list) or len(found) != 4 or any(type(loss) is not float for loss in found):
        raise Mismatch(f"losses: expected a list of 4 floats, got {found!r:.80}")
    suspects = {
        "gradients are never set to zero, so they add up": lambda: losses(4, forgets=False),
        "the network was not in training mode": lambda: losses(4, training=False),
        "this is plain gradient descent, not Adam": lambda: losses(4, adam=False),
        "these are the losses after each step": lambda: losses(5)[1:],
        "void pixels were taken for class 0": lambda: losses(4, targets=LABELS.masked_fill(LABELS == 255, 0)),
    }
    assert_matches(torch.tensor(found), losses(4), "losses", suspects=suspects, **FLOAT32)


@question("segment")
@public
def test_asks_the_small_network(submission):
    """It was in training mode before; then again with scores that all are far below zero."""
    for bias in (0.0, -20.0):
        model, state = yours(submission, weights(bias)), weights(bias)
        found = submission.network.segment(model, IMAGES)
        with torch.no_grad():
            scores, raw = tiny(state).eval()(IMAGES / 255), tiny(state).eval()(IMAGES.float())
            training = tiny(state).train()(IMAGES / 255)
        suspects = {
            "the network was in training mode": training.argmax(1).to(torch.uint8),
            "the images were not divided by 255": raw.argmax(1).to(torch.uint8),
            "a score above 0.5 was asked for, not the highest": (scores > 0.5).int().argmax(1).to(torch.uint8),
            "this is the lowest score": scores.argmin(1).to(torch.uint8),
        }
        assert_equal(found, scores.argmax(1).to(torch.uint8), "classes", suspects=suspects)
        now = model.get_buffer("norm.running_mean")
        why = {"the network has learned from being asked: it was in training mode": now}
        assert_matches(now, state["norm.running_mean"], "norm.running_mean after the call", suspects=why)


@question("build_model")
@public
def test_builds_a_network_for_images_of_any_size(submission):
    """16×16, 17×33 and 40×25, for 6 and for 3 classes; float32 in, float32 scores out."""
    for classes, (height, width) in ((6, (16, 16)), (6, (17, 33)), (3, (40, 25))):
        model = submission.network.build_model.returning(kept("model"))(classes)
        model.eval.returning(kept("model"))()
        scores = model(torch.linspace(0, 1, 2 * 3 * height * width).reshape(2, 3, height, width))
        assert_like(scores, torch.empty(2, classes, height, width), f"scores of {height}×{width} pixels")
