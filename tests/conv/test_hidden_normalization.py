"""Hidden checks of `normalization.py`. Students see their titles and, where one fails, its hint."""

from dataclasses import replace

from autograder.exam import assert_equal, assert_like, assert_matches, cases, growing, hidden, kept, question

from .cases import normalization as make
from .oracles import normalization as oracles

FORWARD = {"rtol": 1e-7, "atol": 1e-9}
GRADIENT = {"rtol": 1e-6, "atol": 1e-8}


@question("batch_norm2d_forward")
@hidden(hint="With gamma 1, beta 0 and a tiny eps, what are mean and spread of each channel? And if x grows by 1e4?")
@cases(make.training_cases)
def test_normalises_like_torch(submission, case):
    """In training: several sizes and eps, channels without spread, with little, and far from zero."""
    out, *_ = _forward(submission, case)
    assert_matches(out, oracles.batch_normalised(case), "out", **FORWARD)


@question("batch_norm2d_forward")
@hidden(hint="Work out the buffers of three training steps, then evaluate. Does an array that you are given change?")
@cases(make.training_runs)
def test_trains_then_evaluates(submission, case):
    """The buffers after each of three steps, then evaluation with them; what was given must stay as it was."""
    mean, var = case.steps[0].running_mean, case.steps[0].running_var
    for step, (expected_mean, expected_var) in zip(case.steps, oracles.buffers_after(case), strict=True):
        _, mean, var = _unchanging(submission, step, mean, var)
        assert_matches(mean, expected_mean, "running_mean", **FORWARD)
        assert_matches(var, expected_var, "running_var", **FORWARD)
    out, *buffers = _unchanging(submission, case.evaluation, mean, var)
    assert_matches(out, oracles.evaluated_after(case), "out", **FORWARD)
    assert_equal(buffers[0], mean, "running_mean after evaluation")
    assert_equal(buffers[1], var, "running_var after evaluation")


@question("batch_norm2d_backward")
@hidden(hint="Compare with central differences of (out * dout).sum(): a pixel moves the mean and the variance too.")
@cases(make.training_cases)
def test_sends_gradients_back_like_torch(submission, case):
    """In training: several sizes and eps, channels without spread, with little, and far from zero."""
    *_, cache = _forward(submission, case)
    _check_gradients(_backward(submission, case.dout, cache), oracles.batch_gradients(case))


@question("batch_norm2d_backward")
@hidden(hint="Call forward in both modes, then backward twice with the first cache. Does what you are given change?")
@cases(make.batch_pairs)
def test_each_cache_stands_alone(submission, case):
    """Gradients of an earlier call, in either mode, and the same ones again; what was given must stay as it was."""
    first, second = case.first, case.second
    given, _ = _kept(submission, first, "x", "gamma", "dout")
    *_, cache = _forward(submission, first, x=given["x"], gamma=given["gamma"])
    before = {name: assert_like(submission.fetch(given[name]), getattr(first, name), name) for name in given}
    *_, other = _forward(submission, second)
    _check_gradients(_backward(submission, given["dout"], cache), oracles.batch_gradients(first))
    _check_gradients(_backward(submission, second.dout, other), oracles.batch_gradients(second))
    _check_gradients(_backward(submission, first.dout, cache), oracles.batch_gradients(first))
    _check_unchanged(submission, given, before)


@question("layer_norm")
@hidden(hint="Normalise an image alone, then among others. Is x still what it was? Try eps 0.1, then x + 1e4.")
@cases(make.layer_cases)
def test_normalises_each_image_like_torch(submission, case):
    """Several sizes and eps, images without spread, with little, and far from zero; x must stay as it was."""
    given, before = _kept(submission, case, "x", "gamma", "beta")
    out = submission.normalization.layer_norm(**given, eps=case.eps)
    assert_matches(out, oracles.layer_normalised(case), "out", **FORWARD)
    _check_unchanged(submission, given, before)


@question("group_norm")
@hidden(hint="Which of 6 channels share a mean in 2 groups, and in 3? Is x still what it was? Try eps 0.1, x + 1e4.")
@cases(make.group_cases)
def test_normalises_each_group(submission, case):
    """Few groups and many, several sizes and eps, groups without spread, with little, and far from zero."""
    given, before = _kept(submission, case, "x", "gamma", "beta")
    out = submission.normalization.group_norm(**given, groups=case.groups, eps=case.eps)
    assert_matches(out, oracles.group_normalised(case), "out", **FORWARD)
    _check_unchanged(submission, given, before)


PIXELS = {"N": (2, 14, 1000), "C": (1, 13, 1000), "H": (2, 14, 300), "W": (2, 14)}


@growing("batch_norm2d_forward", **PIXELS)
def normalise(submission, rng, N, C, H, W, training=True):
    x, gamma, beta, mean, var = rng.standard_normal((N, C, H, W)), *rng.uniform(0.5, 2, (4, C))
    forward = submission.normalization.batch_norm2d_forward.returning(*map(kept, ("out", "mean", "var", "cache")))
    *_, cache = forward(x, gamma, beta, mean, var, training)
    return cache


@growing("batch_norm2d_backward", **PIXELS)
def send_gradients_back(submission, rng, N, C, H, W):
    for training in (True, False):
        cache = normalise.call(submission, rng, N=N, C=C, H=H, W=W, training=training)
        _backward(submission, rng.standard_normal((N, C, H, W)), cache)


@growing("layer_norm", **PIXELS)
def normalise_each_image(submission, rng, N, C, H, W):
    x, gamma, beta = rng.standard_normal((N, C, H, W)), *rng.standard_normal((2, C, H, W))
    submission.normalization.layer_norm.returning(kept("out"))(x, gamma, beta)


@growing("group_norm", **PIXELS, groups=(1, 13, 500))
def normalise_each_group(submission, rng, N, C, H, W, groups):
    x, gamma, beta = rng.standard_normal((N, C * groups, H, W)), *rng.standard_normal((2, C * groups))
    submission.normalization.group_norm.returning(kept("out"))(x, groups, gamma, beta)


def _forward(submission, case, **instead):
    """(out, running_mean, running_var, cache); `instead` are arguments other than those of the case."""
    names = "x", "gamma", "beta", "running_mean", "running_var", "training", "momentum", "eps"
    forward = submission.normalization.batch_norm2d_forward.returning(
        "out", "running_mean", "running_var", kept("cache")
    )
    return forward(**{name: getattr(case, name) for name in names} | instead)


def _unchanging(submission, case, mean, var):
    """(out, running_mean, running_var) of a call with these buffers that leaves its arguments alone."""
    case = replace(case, running_mean=mean, running_var=var)
    given, before = _kept(submission, case, "x", "gamma", "beta", "running_mean", "running_var")
    *results, _ = _forward(submission, case, **given)
    _check_unchanged(submission, given, before)
    return results


def _backward(submission, dout, cache):
    return submission.normalization.batch_norm2d_backward.returning("dx", "dgamma", "dbeta")(dout, cache)


def _check_gradients(actual, expected):
    for name, mine, theirs in zip(("dx", "dgamma", "dbeta"), actual, expected, strict=True):
        assert_matches(mine, theirs, name, **GRADIENT)


def _kept(submission, case, *names):
    """Arguments of a case that stay in the candidate, by name; and what they are now."""
    now = {name: getattr(case, name) for name in names}
    return {name: submission.keep(value) for name, value in now.items()}, now


def _check_unchanged(submission, given, before):
    for name, remote in given.items():
        assert_equal(submission.fetch(remote), before[name], f"{name} after the call")
