"""Hidden checks of `networks.py`. Students see their titles and, where one fails, its hint."""

import math

import numpy as np

from autograder.exam import Mismatch, assert_equal, assert_like, assert_matches, cases, growing, hidden, kept, question

from .cases import networks as make
from .oracles import networks as oracles

FORWARD = {"rtol": 1e-7, "atol": 1e-9}
GRADIENT = {"rtol": 1e-6, "atol": 1e-8}
SHAPES = {"conv1": (4, 1, 5, 5), "conv2": (8, 4, 5, 5), "linear1": (24, 32), "linear2": (4, 24)}  # for four classes


@question("softmax_cross_entropy")
@hidden(hint="Compare with torch's cross_entropy(..., ignore_index=...) for 2 x 3 x 4 x 5 scores, ignoring 255, -1, 0.")
@cases(make.loss_cases)
def test_scores_every_pixel_like_torch(submission, case):
    """Labels to ignore outside of the classes, below zero, and among them."""
    _check_loss(submission, case)


@question("softmax_cross_entropy")
@hidden(hint="Try scores of 1000 and -1000; a batch in which one image, then every image, has no label that counts.")
@cases(make.extreme_loss_cases)
def test_stays_finite(submission, case):
    """Large scores, images without labels, nothing that counts; inputs must be the same after the call."""
    scores, labels = submission.keep(case.scores), submission.keep(case.labels)
    _check_loss(submission, case, scores, labels)
    assert_equal(submission.fetch(scores), case.scores, "scores after the call")
    assert_equal(submission.fetch(labels), case.labels, "labels after the call")


@question("linear_as_conv")
@hidden(hint="Let w be np.arange(24.0).reshape(1, 24) and shape (2, 3, 4): how do the numbers lie in the kernel?")
@cases(make.linear_cases)
def test_kernels_see_what_the_layer_saw(submission, case):
    """Images with one bright pixel each, of any shape; weights must be the same after the call."""
    w = submission.keep(case.w)
    assert_matches(submission.networks.linear_as_conv(w, case.shape), oracles.kernels(case), "kernels", **FORWARD)
    assert_equal(submission.fetch(w), case.w, "w after the call")


@question("depthwise_separable_conv2d")
@hidden(
    hint="Compare with torch's conv2d(..., groups=C), then its conv2d with 1 x 1 kernels. Count weights of both ways."
)
@cases(make.separable_cases)
def test_separates_like_torch(submission, case):
    """Rectangular images and kernels, strides 1 to 3, paddings 0 to 2; inputs must be the same after the call."""
    arrays = {"x": case.x, "depthwise": case.depthwise, "pointwise": case.pointwise}
    there = {name: submission.keep(array) for name, array in arrays.items()}
    separable = submission.networks.depthwise_separable_conv2d.returning("out", "parameters", "standard")
    out, parameters, standard = separable(*there.values(), stride=case.stride, padding=case.padding)
    assert_matches(out, oracles.separated(case), "out", **FORWARD)
    assert_equal((parameters, standard), oracles.weights(case), "(parameters, standard)")
    for name, array in arrays.items():
        assert_equal(submission.fetch(there[name]), array, f"{name} after the call")


@question("lenet")
@hidden(
    hint="Are your layers right? Compare gradients with central differences, every step with value - rate * gradient."
)
@cases(make.network_cases)
def test_computes_what_torch_does(submission, case):
    """Scores; gradients of an earlier call, twice; steps of training, from parameters that stay as they are."""
    networks, parameters = submission.networks, submission.keep(case.parameters)
    forward = networks.lenet_forward.returning("scores", kept("cache"))
    scores, cache = forward(case.x, parameters)
    assert_matches(scores, oracles.scores(case), "scores", **FORWARD)
    forward(case.x[:, :, ::-1], parameters)
    for _ in range(2):
        _check_parameters(networks.lenet_backward(case.dscores, cache), oracles.gradients(case), "gradients")
    trained = networks.lenet_train(case.x, case.labels, parameters, steps=case.steps, rate=case.rate)
    _check_parameters(trained, oracles.trained(case), "parameters")
    _check_parameters(submission.fetch(parameters), case.parameters, "parameters after the call")


@question("lenet")
@hidden(hint="Over several seeds, what are mean and spread of each layer's weights, times sqrt(n)? And its biases?")
@cases(make.seeds)
def test_starts_as_described(submission, case):
    """Weights around zero, as far from it as their layer wants; biases of zero; several seeds."""
    drawn = [submission.networks.lenet_parameters(case.classes, seed) for seed in case.seeds]
    for parameters in drawn:
        _check_shapes(parameters)
    for name, shape in SHAPES.items():
        weights = np.stack([parameters[f"{name}_w"] for parameters in drawn]) * math.sqrt(math.prod(shape[1:]))
        mean, spread = weights.mean(), weights.std()
        if not (abs(mean) < 0.35 and abs(spread - 1) < 0.25):  # seven standard errors and more
            told = f"mean {mean:.2g} and standard deviation {spread:.2g}, in units of 1 / sqrt(n)"
            raise Mismatch(f"{name}_w: expected about mean 0 and standard deviation 1, got {told}")
        for parameters in drawn:
            assert_equal(parameters[f"{name}_b"], np.zeros(shape[0]), f"{name}_b")


@question("lenet")
@hidden(hint="Train on 4 random images with random labels, as the docstring says. Does the loss go down? Where to?")
@cases(make.batches)
def test_learns_a_batch_by_heart(submission, case):
    """Random images get their random labels after 60 steps; another seed starts elsewhere."""
    start = submission.networks.lenet_parameters(case.classes, case.seed)
    _check_shapes(start)
    _check_seeds(submission, case, start)
    trained = submission.networks.lenet_train(case.x, case.labels, start, steps=60, rate=0.04)
    _check_shapes(trained)
    loss, hits = oracles.loss_and_hits(case, trained)
    if hits < len(case.labels) or not loss < 0.5:
        raise Mismatch(f"after training {hits} of {len(case.labels)} images are right, at a mean loss of {loss:.3g}")


PLANES = {"N": (1, 13, 1000), "C": (2, 14), "H": (1, 13, 300), "W": (1, 13)}


@growing("softmax_cross_entropy", **PLANES)
def be_surprised(submission, rng, N, C, H, W):
    scores, labels = rng.standard_normal((N, C, H, W)), rng.integers(C, size=(N, H, W))
    submission.networks.softmax_cross_entropy.returning(kept("loss"), kept("dscores"))(scores, labels, ignore=1)


@growing("linear_as_conv", F=(1, 13, 300), C=(1, 13, 300), H=(1, 13, 300), W=(1, 13))
def bend(submission, rng, F, C, H, W):
    submission.networks.linear_as_conv.returning(kept("kernels"))(rng.standard_normal((F, C * H * W)), (C, H, W))


@growing("depthwise_separable_conv2d", **PLANES, F=(1, 13), KH=(1, 13, 100), KW=(1, 13), padding=(0, 12))
def separate(submission, rng, N, C, H, W, F, KH, KW, padding):
    x, depthwise = rng.standard_normal((N, C, H + KH - 1, W + KW - 1)), rng.standard_normal((C, KH, KW))
    call = submission.networks.depthwise_separable_conv2d.returning(*map(kept, ("out", "parameters", "standard")))
    call(x, depthwise, rng.standard_normal((F, C)), padding=padding)


def _check_loss(submission, case, scores=None, labels=None):
    arguments = (case.scores, case.labels) if scores is None else (scores, labels)
    options = {} if case.ignore is None else {"ignore": case.ignore}
    loss, dscores = submission.networks.softmax_cross_entropy.returning("loss", "dscores")(*arguments, **options)
    expected = oracles.loss(case)
    if type(loss) not in (float, np.float64):
        assert_equal(loss, expected, "loss")
    if not abs(loss - expected) <= 1e-9 + 1e-7 * expected:
        raise Mismatch(f"loss: expected {expected:.6g}, got {loss:.6g}")
    assert_matches(dscores, oracles.loss_gradient(case), "dscores", **GRADIENT)


def _check_parameters(actual, expected, name):
    _check_names(actual, expected, name)
    for key, value in expected.items():
        assert_matches(actual[key], value, f"{name}: {key}", **GRADIENT)


def _check_shapes(parameters):
    expected = {f"{name}_w": shape for name, shape in SHAPES.items()}
    expected |= {f"{name}_b": shape[:1] for name, shape in SHAPES.items()}
    _check_names(parameters, expected, "parameters")
    for name, shape in expected.items():
        assert_like(parameters[name], np.empty(shape), f"parameters: {name}")


def _check_names(actual, expected, name):
    if not isinstance(actual, dict) or actual.keys() != expected.keys():
        raise Mismatch(f"{name}: expected a dict with the keys {', '.join(sorted(expected))}")


def _check_seeds(submission, case, start):
    """The seed of `start` again gives the same parameters, another one other weights."""
    again = submission.networks.lenet_parameters(case.classes, case.seed)
    other = submission.networks.lenet_parameters(case.classes, case.seed + 1)
    _check_names(again, start, "parameters")
    _check_shapes(other)
    for name, value in start.items():
        assert_equal(again[name], value, f"{name} of the same seed")
    for name in SHAPES:
        if np.array_equal(start[f"{name}_w"], other[f"{name}_w"]):
            raise Mismatch(f"{name}_w: expected other weights from another seed")
